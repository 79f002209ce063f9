/** Every check, and those that somebody names. */
import type {Check} from './check.ts';
import {addresses} from './checks/addresses.ts';
import {capabilities} from './checks/capabilities.ts';
import {certificates} from './checks/certificates.ts';
import {cgroups} from './checks/cgroups.ts';
import {clock} from './checks/clock.ts';
import {cpus} from './checks/cpus.ts';
import {disk} from './checks/disk.ts';
import {dns} from './checks/dns.ts';
import {engine} from './checks/engine.ts';
import {home} from './checks/home.ts';
import {inotify} from './checks/inotify.ts';
import {iptables} from './checks/iptables.ts';
import {kernel} from './checks/kernel.ts';
import {kubeconfig} from './checks/kubeconfig.ts';
import {leftovers} from './checks/leftovers.ts';
import {memory} from './checks/memory.ts';
import {openFiles} from './checks/open-files.ts';
import {permission} from './checks/permission.ts';
import {ports} from './checks/ports.ts';
import {proxy} from './checks/proxy.ts';
import {sources} from './checks/sources.ts';
import {versions} from './checks/versions.ts';
import {type CheckName, checkNames} from './names.ts';

const checks: Readonly<Record<CheckName, Check>> = {
	engine, permission, versions, cgroups, memory, cpus, disk, inotify, 'open-files': openFiles, capabilities, kernel, iptables,
	addresses, ports, dns, proxy, clock, certificates, leftovers, sources, kubeconfig, home,
};

/** @param names those that are wanted, in any order; all when there are none @param quick only those that take no time */
export function chooseChecks(names: readonly string[], quick: boolean): Check[] {
	return checkNames.filter(name => names.length === 0 || names.includes(name)).map(name => checks[name]).filter(check => check.quick || !quick);
}
