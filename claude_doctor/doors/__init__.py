"""One command a member: NAME, HELP, EXAMPLES, DETAILS, ARGUMENT, OPTIONS, LENIENT, REPORTS, `inputs(args)`, `run(args)`, `exit_code(report, args)`."""
