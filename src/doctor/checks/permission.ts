import {access, constants, readFile, stat} from 'node:fs/promises';
import {type Check, error, type Finding, found, skipped} from '../check.ts';

export type SocketSeen = {
	readonly path: string;
	readonly owner: number;
	readonly group: {readonly id: number; readonly name: string; /** The users that /etc/group lists. */ readonly members: readonly string[]};
	/** The nine bits. */
	readonly mode: number;
	readonly mayOpen: boolean;
	readonly user: {readonly id: number; readonly name: string; readonly groups: readonly number[]};
};

export const permission: Check = {
	name: 'permission', about: 'whether you may open the engine\'s socket', quick: true, atStart: 'nothing',
	async run(context) {
		const {host} = await context.address();
		if (!host.startsWith('unix://')) {
			return skipped(`the engine is at ${host}, not at a socket of this machine`);
		}

		const socket = await look(host.slice('unix://'.length));
		return socket ? judgePermission(socket) : skipped(`there is no ${host.slice('unix://'.length)}`);
	},
};

/** Pure. */
export function judgePermission({path, owner, group, mode, mayOpen, user}: SocketSeen): Finding {
	const seen = `${path} is ${owner === 0 ? 'root' : `user ${owner}`}:${group.name}, mode ${mode.toString(8)}; you are ${user.name}`;
	if (mayOpen) {
		return found(seen, []);
	}

	const text = `${user.name} may not open ${path}`;
	if (group.members.includes(user.name) && !user.groups.includes(group.id)) {
		return found(seen, [error(`${text}: the group ${group.name} is yours, but not in this session yet`, `newgrp ${group.name} (or log in again)`)]);
	}

	const groupOpens = (mode & 0o060) === 0o060 && group.id !== 0;
	return found(seen, [error(text, groupOpens ? `sudo usermod -aG ${group.name} ${user.name} && newgrp ${group.name}` : 'Run it as root: sudo npx single-kube start')]);
}

async function look(socket: string): Promise<SocketSeen | undefined> {
	const found = await stat(socket).catch(() => undefined);
	if (!found) {
		return undefined;
	}

	const [groups, users] = await Promise.all(['/etc/group', '/etc/passwd'].map(async file => (await readFile(file, 'utf8').catch(() => '')).split('\n').map(line => line.split(':'))));
	const group = groups!.find(fields => fields[2] === String(found.gid));
	const id = process.geteuid?.() ?? 0;
	return {
		path: socket, owner: found.uid, mode: found.mode & 0o777,
		group: {id: found.gid, name: group?.[0] ?? String(found.gid), members: (group?.[3] ?? '').split(',').filter(name => name !== '')},
		mayOpen: await access(socket, constants.R_OK | constants.W_OK).then(() => true, () => false),
		user: {id, name: users!.find(fields => fields[2] === String(id))?.[0] ?? String(id), groups: process.getgroups?.() ?? []},
	};
}
