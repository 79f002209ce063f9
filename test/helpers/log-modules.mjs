/** Loaded into a program with `--import`: at its first word on standard error it ends, and says instead which modules were loaded by then. */
import module from 'node:module';
import process from 'node:process';

const loaded = [];
module.registerHooks({
	load(url, context, next) {
		loaded.push(url);
		return next(url, context);
	},
});

const {write} = process.stderr;
process.stderr.write = text => {
	write.call(process.stderr, JSON.stringify({text, loaded}));
	process.exit(0);
};
