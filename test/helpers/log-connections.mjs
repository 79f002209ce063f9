/** Loaded into a program with `--import`: every connection that it opens becomes a line of the file that CONNECTIONS_LOG names. */
import {appendFileSync} from 'node:fs';
import net from 'node:net';
import process from 'node:process';

const {connect} = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
	// Already made ready for this call, or as a caller wrote them.
	const [options] = Array.isArray(args[0]) ? args[0] : args;
	const to = typeof options === 'object' ? options.path ?? `${options.host ?? 'localhost'}:${options.port}` : String(options);
	appendFileSync(process.env.CONNECTIONS_LOG, `${to}\n`);
	return connect.apply(this, args);
};
