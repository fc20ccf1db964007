// A program for tests that knows nothing of parts: prints its argument and a word of its environment.
process.stdout.write(`${process.argv[2]} ${process.env.CALL_BUTTON_TEST}\n`);
