"""One command a member: NAME, HELP, EXAMPLES, DETAILS, ARGUMENT, OPTIONS, REPORTS, `inputs(args)`, `run(args)`, `exit_code(report, args)`."""
