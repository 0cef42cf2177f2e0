"""AWS errors."""

from claude_doctor.signals.readers import aws


def test_botos_sentence():
    seen = aws.read(
        "An error occurred (throttlingException) when calling the InvokeModel operation (reached max "
        "retries: 4): Too many tokens"
    )
    assert (seen.type, seen.platform, seen.rest) == ("ThrottlingException", "bedrock", "Too many tokens")


def test_another_service_is_not_bedrock():
    assert (
        aws.read("An error occurred (AccessDenied) when calling the PutObject operation: no").platform is None
    )


def test_a_name_in_words():
    assert aws.read("“AccessDeniedException: no”").type == "AccessDeniedException"
    assert aws.read("NullPointerException: no") is None


def test_a_sentence_cut_after_the_operation():
    seen = aws.read(
        "botocore.exceptions.ClientError: An error occurred (InternalFailure) when calling the "
        "ConverseStream operation"
    )
    assert (seen.type, seen.platform, seen.rest) == ("InternalFailure", "bedrock", None)
