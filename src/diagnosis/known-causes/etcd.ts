/** What etcd says when it cannot serve its data. Lines of 3.4 (plain) and of 3.5 and 3.6 (JSON). */
import type {KnownCause} from './known-cause.ts';

const anew = 'Make the cluster anew, which loses its objects: single-kube delete --name {cluster} && single-kube start --name {cluster}';

export const etcdCauses = [
	{
		name: 'etcd-data-newer', components: ['etcd'], pattern: /invalid downgrade; .*?"current-server-version":"(?<own>[\d.]+)","determined-cluster-version":"(?<data>[\d.]+)"/,
		cause: 'etcd {own} cannot read data that etcd {data} wrote', fix: `Start the Kubernetes that the cluster had, whose etcd is {data} or newer: single-kube versions. Or: ${anew}`,
	},
	{
		name: 'etcd-data-newer-34', components: ['etcd'], pattern: /cluster cannot be downgraded \(current version: (?<own>[\d.]+) is lower than determined cluster version: (?<data>[\d.]+)\)/,
		cause: 'etcd {own} cannot read data that etcd {data} wrote', fix: `Start the Kubernetes that the cluster had, whose etcd is {data} or newer: single-kube versions. Or: ${anew}`,
	},
	{
		name: 'etcd-wal-damaged', components: ['etcd'], pattern: /walpb: crc mismatch|wal: crc mismatch|wal: (?:file not found|slice bounds out of range|conflicting metadata found)|failed to (?:read|open) WAL/i,
		cause: 'etcd\'s write-ahead log is damaged: the machine or its disk stopped in the middle of a write', fix: anew,
	},
	{
		name: 'etcd-database-damaged', components: ['etcd'], pattern: /(?:failed to open database|cannot open database|from db file|bbolt).*(?:invalid database|version mismatch|checksum error|file size too small)/,
		cause: 'etcd\'s database file is damaged', fix: anew,
	},
	{
		name: 'etcd-snapshot-missing', components: ['etcd'], pattern: /snap: no available snapshot|failed to find database snapshot file|failed to recover v3 backend from snapshot/,
		cause: 'a part of etcd\'s data is missing: its log goes on from a snapshot that is not there', fix: anew,
	},
	{
		name: 'etcd-other-member', components: ['etcd'], pattern: /member \w+ has already been bootstrapped|request cluster ID mismatch|couldn't find local name/,
		cause: 'etcd\'s data belongs to another member or another cluster', fix: anew,
	},
	{
		name: 'etcd-quota', components: ['etcd', 'kube-apiserver'], pattern: /mvcc: database space exceeded|alarm:\s?NOSPACE/,
		cause: 'etcd\'s database has reached its quota (2 GiB unless --quota-backend-bytes says otherwise) and takes no more writes',
		fix: 'Delete what is not needed, then compact it: docker exec {container} etcdctl endpoint status',
	},
] as const satisfies readonly KnownCause[];
