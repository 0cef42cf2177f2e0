"""One command a member: NAME, HELP, EXAMPLES, DETAILS, ARGUMENT, OPTIONS, LENIENT, REPORTS, `inputs(args)`,
`run(args)`, `exit_code(report, args)`.

A `completion` module beside it says what Tab offers for its options: `values(dest)`.
"""
