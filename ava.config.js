// Unit tests need no engine and run in seconds; test/e2e needs one and runs file by file (see ava.e2e.config.js).
export default {
	files: ['test/**/*.test.ts', '!test/e2e/**'],
	extensions: ['ts'],
	workerThreads: false,
	timeout: '60s',
};
