/** The way of a pod, while it is on the screen: from the apiserver, etcd, the gateway and the engine. */
import {chosenPod} from '../../follow/choose.ts';
import {collect} from '../../follow/collect.ts';
import {waitsForPod} from '../../follow/waiting.ts';
import {wayOf} from '../../follow/way.ts';
import {messageOf} from '../../errors.ts';
import type {WayTarget} from '../wanted.ts';
import {again} from './again.ts';
import {batch} from './batch.ts';
import type {Subject} from './subject.ts';
import {openApi} from './with-api.ts';

/** Milliseconds between two messages, however much happens. */
const pace = 150;

/** Follow until the signal says so. */
export async function followWay(subject: Subject, key: string, target: WayTarget, signal: AbortSignal): Promise<void> {
	await again(async inner => followOnce(subject, key, target, inner), signal, message => {
		subject.push({type: 'way-seen', key, failure: message});
	});
}

async function followOnce(subject: Subject, key: string, target: WayTarget, signal: AbortSignal): Promise<void> {
	const {engine, cluster, push} = subject;
	const api = await openApi(subject);
	let uid = target.uid;
	const changes = batch<void>(pace, 1, () => {
		uid ??= chosenPod({kind: 'next'}, collected.observations());
		const way = uid === undefined ? undefined : wayOf({uid, observations: collected.observations(), components: collected.components(), offset: collected.offset()});
		if (signal.aborted || (way && way.pod === '')) {
			return;
		}

		push({type: 'way-seen', key, silent: collected.silent(), ...way ? {way} : {waiting: `It ${waitsForPod({kind: 'next'}, collected.components()).text}`}});
	});
	const collected = collect({engine, cluster, api, namespace: target.namespace, wanted: pod => uid === undefined || pod.uid === uid}, changes.add, signal);
	try {
		await collected.begun.catch((error: unknown) => {
			push({type: 'way-seen', key, failure: messageOf(error)});
		});
		changes.add();
		await new Promise<void>(resolve => {
			if (signal.aborted) {
				resolve();
			}

			signal.addEventListener('abort', () => {
				resolve();
			}, {once: true});
		});
	} finally {
		api.close();
	}
}
