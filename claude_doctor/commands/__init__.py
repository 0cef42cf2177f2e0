"""One command a member: NAME, HELP, EXAMPLES, DETAILS, ARGUMENT, OPTIONS, REPORTS, `run(args)`, `exit_code(report, args)`."""
