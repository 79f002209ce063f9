// Stands in the bundle for what dockerode needs only for ssh and BuildKit, which the agent never uses.
const unused = new Proxy(function () {}, {
	get: (_target, key) => key === '__esModule' ? false : key === 'prototype' ? {} : unused,
	apply() {
		throw new Error('not in the agent');
	},
	construct() {
		throw new Error('not in the agent');
	},
});
module.exports = unused;
