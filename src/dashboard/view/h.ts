/** Node strips types from `.ts` and knows no JSX: elements are made by a function (docs/decisions/0015-the-dashboard.md). */
export {createElement as h} from 'react';
