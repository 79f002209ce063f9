// End-to-end tests share one engine and two cores: one file at a time, in the order of their names.
export default {
	files: ['test/e2e/**/*.test.ts'],
	extensions: ['ts'],
	workerThreads: false,
	serial: true,
	concurrency: 1,
	failFast: false,
	timeout: '20m',
};
