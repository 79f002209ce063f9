/** What a scenario's file may say, key by key: it is checked against this, and the JSON Schema for editors is made of it. Pure. */
import {z} from 'zod';

const text = z.string().min(1);
const count = z.number().int().min(0);
/** `500ms`, `30s`, `2m` */
const time = z.string().regex(/^\d+(\.\d+)?(ms|s|m)$/, 'expected a time such as 500ms, 30s or 2m');
/** `deployment/web` */
const reference = z.string().regex(/^[^/\s]+\/[^/\s]+$/, 'expected KIND/NAME such as deployment/web');
const namespace = text.optional().describe('The namespace; the scenario\'s own by default');

/** What can be asserted, by the key that says of what. */
export const assertionSchemas = {
	pod: z.strictObject({
		pod: text.describe('The name of a pod'), namespace,
		phase: z.enum(['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown']).optional(),
		ready: z.boolean().optional(),
		reason: text.optional().describe('Why it is not scheduled or a container of it waits: Unschedulable, ErrImagePull'),
		exists: z.boolean().optional(),
	}),
	pods: z.strictObject({
		pods: text.describe('A label selector: app=web'), namespace,
		count: count.optional().describe('How many there are, those that are being deleted left out'),
		ready: count.optional().describe('How many of them are Ready'),
		pending: count.optional().describe('How many of them are Pending'),
	}),
	http: z.strictObject({
		http: reference.describe('service/NAME or pod/NAME; it is asked from the node'), namespace,
		port: z.number().int().min(1).max(65_535).optional().describe('The first of the service by default, 80 of a pod'),
		path: z.string().startsWith('/').optional(),
		status: z.number().int().min(100).max(599).optional().describe('200 by default'),
		contains: text.optional(),
		answers: z.boolean().optional().describe('false: that nothing answers'),
	}),
	component: z.strictObject({
		component: text.describe('As single-kube status has it; kube- may be left out'),
		state: z.enum(['running', 'paused', 'exited']),
	}),
	object: z.strictObject({
		object: reference.describe('KIND/NAME as kubectl get takes it'), namespace,
		exists: z.boolean().optional(),
		path: text.optional().describe('Of a field: status.readyReplicas, status.conditions[type=Ready].status'),
		equals: z.union([z.string(), z.number(), z.boolean()]).optional(),
		differs: z.union([z.string(), z.number(), z.boolean()]).optional(),
	}),
};

const assertion = z.union(Object.values(assertionSchemas) as [typeof assertionSchemas.pod, typeof assertionSchemas.pods]);
const title = text.optional().describe('What is shown in the place of the step\'s own words');
const within = time.optional().describe('The longest it may take; 30s by default');

/** What a step can do, by the key that says what. */
export const stepSchemas = {
	apply: z.strictObject({apply: z.union([text, z.strictObject({file: text})]).describe('Manifests as YAML, or a file of them beside this one'), title, within}),
	delete: z.strictObject({delete: reference, namespace, title, within}),
	fault: z.strictObject({fault: text.describe('As single-kube fault add takes it: scheduler kill; etcd latency 200ms'), title}),
	clear: z.strictObject({clear: text.describe('A component, or all'), title}),
	kubectl: z.strictObject({
		kubectl: text.describe('The words after kubectl'), prints: text.optional().describe('A part of its output'), exit: count.optional().describe('Its exit code; 0 by default'), title, within,
	}),
	expect: z.strictObject({expect: assertion, title, within}),
	keeps: z.strictObject({
		keeps: assertion, title,
		for: time.optional().describe('How long it has to hold'),
		while: z.array(z.unknown()).min(1).optional().describe('Steps during all of which it has to hold'),
		every: time.optional().describe('How often it is looked at; 500ms by default'),
	}),
};

export const scenarioKeys = {
	title: text.describe('One line: what is shown'),
	teaches: text.describe('What one should see, and why'),
	namespace: text.optional().describe('One that is there; by default the scenario has its own, which is deleted in the end'),
	steps: z.array(z.unknown()).min(1),
};

/** For editors: `# yaml-language-server: $schema=…` @returns JSON Schema, draft 2020-12 */
export function scenarioSchema(): unknown {
	const steps = Object.values(stepSchemas);
	const step = z.union(steps as unknown as [typeof stepSchemas.apply, typeof stepSchemas.fault]);
	const inner = z.union(steps.filter(schema => schema !== stepSchemas.keeps) as unknown as [typeof stepSchemas.apply, typeof stepSchemas.fault]);
	const whole = z.strictObject({...scenarioKeys, steps: z.array(z.union([step, stepSchemas.keeps.extend({while: z.array(inner).min(1).optional()})])).min(1)});
	return {title: 'A scenario of single-kube', ...z.toJSONSchema(whole)};
}
