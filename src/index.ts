/** The public API of single-kube: what the command line and the three programs are written on. */
export {type Cluster, startCluster} from './cluster/start.ts';
export {planStart, type StartPlan} from './cluster/plan-start.ts';
export {deleteCluster, stopCluster} from './cluster/stop.ts';
export {clusterNames, type ClusterStatus, clusterStatus, type ComponentStatus} from './cluster/status.ts';
export type {ClusterOptions, ClusterSpec} from './cluster/options.ts';
export {type Emit, EventQueue, ignoreEvents, type SingleKubeEvent, type TimedEvent} from './events.ts';
export {type ErrorCode, errorKinds, type ErrorKind, SingleKubeError} from './errors.ts';
export {addPorts, removePorts} from './cluster/publish.ts';
export {listPorts, type PublishedPort} from './cluster/ports.ts';
export type {PortSpec, WantedPort} from './plan/ports.ts';
export {printPlan} from './plan/print.ts';
export type {Operation, Plan, PlannedOperation} from './plan/operations.ts';
export {runSmokeTest, type SmokeReport, type SmokeTarget} from './smoke-test/run-smoke-test.ts';
export type {CheckResult} from './smoke-test/check.ts';
export {type Progress, type ProgressMode, type ProgressOptions, showProgress} from './renderers/choose.ts';
export {runProgram} from './cli/run-program.ts';
export {shown} from './cli/shown.ts';
export {formatSmokeReport, requireSuccess} from './cli/smoke-report.ts';
