// Tangled from 1 chapter, 01-names.md. Do not edit: change the chapters.
answer(commandLine)
