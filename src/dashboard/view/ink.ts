/**
 * All of ink and React that the dashboard has, in one place: the published package has this file with both in it
 * (scripts/bundle-packages.ts), without what nobody uses, which is much of their memory. Who imported them elsewhere would have
 * a second React there.
 */
export {Box, type Instance, type Key, render, Text, type TextProps, useApp, useInput} from 'ink';
/** Node strips types from `.ts` and knows no JSX: elements are made by a function (docs/decisions/0015-the-dashboard.md). */
export {createContext, createElement as h, memo, type ReactElement, useContext, useEffect, useSyncExternalStore} from 'react';
