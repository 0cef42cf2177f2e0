"""Public prefixes of secrets, as data: the kinds that mask_patterns.py does not treat one by one.

Read on 2026-11-30 from gitleaks' config/gitleaks.toml (commit b58d3f1 of 2026-07-22, MIT licence) for every
kind that is known by its own prefix, and from what vendors document for the rest. A prefix that begins words
of prose or of programs has the full length of the token; a prefix that nothing else begins with has less, so
that a cut token is masked too.
"""

from __future__ import annotations

READ = "2026-11-30"
SOURCE = (
    "https://github.com/gitleaks/gitleaks/blob/b58d3f102cf3a2c84cb7f923d05c25c9b1aed84b/config/gitleaks.toml"
)
_CHARS = {
    "alnum": "[A-Za-z0-9]",
    "hex": "[A-Fa-f0-9]",
    "uuid": "[a-f0-9-]",
    "upper": "[A-Z0-9]",
    "upper-dash": "[A-Z0-9-]",
    "word": r"[\w-]",
    "dot": r"[\w.=-]",
    "base64": r"[\w+/=-]",
    "percent": r"[\w+/=%-]",
}
# kind, prefixes split by `|`, characters behind it, the fewest of them that make a secret
_TABLE = """
1password-service ops_eyJ base64 20
1password-secret A3- upper-dash 24
adobe-client p8e- alnum 24
age AGE-SECRET-KEY-1 upper 20
alibaba LTAI alnum 16
artifactory AKCp|cmVmd alnum 40
atlassian ATATT3|ATCTT3|ATBB dot 20
aws-other ABIA|ACCA|A3TX upper 14
axiom xaat-|xapt- word 20
browserbase bb_live_|bb_test_ word 12
brevo xkeysib-|xsmtpsib- word 24
cerebras csk- alnum 24
circleci CCIPAT_|CCIPRJ_ word 20
clickhouse 4b1d alnum 38
clojars CLOJARS_ alnum 20
cloudflare-origin v1.0- word 32
databricks dapi|dkea|dose hex 24
datadog ddapp_|ddpat_ word 20
defined-networking dnkey- word 26
digitalocean doo_v1_|dor_v1_ hex 16
docker dckr_pat_|dckr_oat_ word 16
doppler dp.pt.|dp.st.|dp.ct.|dp.sa.|dp.scim.|dp.audit. dot 20
duffel duffel_test_|duffel_live_ dot 16
dynatrace dt0c01.|dt0s01.|dt0s16.|dt0s02. dot 24
e2b e2b_ hex 24
easypost EZAK|EZTK alnum 30
elevenlabs sk_ hex 40
exa exa- word 32
facebook EAAM|EAAC|EAAG alnum 60
figma figd_|figu_|figoh_ word 20
firecrawl fc- hex 24
flutterwave FLWSECK-|FLWSECK_TEST-|FLWPUBK-|FLWPUBK_TEST- word 12
flyio fo1_|fm1r_|fm1a_|fm2_ base64 24
frameio fio-u- dot 24
gitlab-runner glrt-|GR1348941 dot 16
gitlab-other glcbt-|gldt-|glffct-|glft-|glimt-|glagent-|gloas-|glptt-|glsoat-|glwt- word 16
google-oauth-client GOCSPX- word 16
google-refresh 1//0 word 24
grafana glc_|glsa_ base64 24
hashicorp-vault hvs.|hvb.|hvr. word 24
heroku HRKU- word 20
huggingface-org api_org_ alnum 24
hubspot pat-na1-|pat-eu1-|pat-na2- word 24
infracost ico- alnum 32
intra42 s-s4t2ud-|s-s4t2af- hex 32
jina jina_ alnum 24
langsmith lsv2_pt_|lsv2_sk_|ls__ word 20
launchdarkly sdk-|mob- uuid 36
linear lin_oauth_|lin_wh_ alnum 20
logfire pylf_v1_|pylf_v2_ word 20
mailgun key-|pubkey- hex 32
mapbox pk.eyJ|sk.eyJ dot 30
midtrans SB-Mid-server-|Mid-server- word 16
modal ak-|as- alnum 22
mongodb mdb_sa_ word 20
neon napi_ alnum 24
netlify nfp_|nfc_|nfo_ word 20
new-relic NRAK-|NRII-|NRJS-|NRRA- word 16
notion ntn_ alnum 24
nvidia nvapi- word 24
octopus API- upper 26
openai-session sess- alnum 32
openshift sha256~ word 40
pinecone pcsk_ word 24
plaid access-sandbox-|access-development-|access-production- word 30
planetscale pscale_tkn_|pscale_oauth_|pscale_pw_ dot 20
posthog phx_|phc_|phs_|pha_|phr_ word 24
postman PMAK- word 24
prefect pnu_|pnb_ alnum 24
pulumi pul- hex 32
railway railway_ word 24
readme rdme_ alnum 24
replicate r8_ alnum 20
rubygems rubygems_ hex 24
scalingo tk-us- word 24
sendgrid SG. dot 24
sentry sntrys_|sntryu_ base64 24
settlemint sm_aat_|sm_pat_|sm_sat_ alnum 16
shippo shippo_live_|shippo_test_ hex 24
shopify shpat_|shpca_|shppa_|shpss_ hex 20
slack-other xoxe.xoxb-|xoxe.xoxp-|xoxe-|xoxc-|xoxd-|xoxo- percent 16
snyk snyk_uat.|snyk_sat. dot 20
sonarqube squ_|sqp_|sqa_ hex 24
sourcegraph sgp_ word 24
square sq0atp-|sq0csp-|EAAA word 22
stripe-webhook whsec_ base64 16
stripe-other sk_prod_|rk_prod_|pk_live_|pk_test_ alnum 12
supabase sbp_|sb_secret_ word 20
together tgp_v1_ word 24
twilio SK hex 32
typeform tfp_ dot 30
upstash-qstash qstash_ word 24
vercel vcp_|vci_|vca_|vcr_|vck_|vercel_blob_rw_ word 20
voyage pa- word 36
weights-and-biases wandb_v1_ word 20
yandex AQVN|t1.9eu dot 30
"""


def rows() -> tuple[tuple[tuple[str, ...], str, int], ...]:
    """Return (prefixes, pattern of one character, fewest characters) of every kind."""
    found = []
    for line in _TABLE.strip().splitlines():
        _, prefixes, chars, least = line.split(" ")
        found.append((tuple(prefixes.split("|")), _CHARS[chars], int(least)))
    return tuple(found)
