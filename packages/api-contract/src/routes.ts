import { dataRoutes } from './data.ts';
import { deliveryRoutes } from './deliveries.ts';
import { policyRoutes } from './policies.ts';
import { recordRoutes } from './records.ts';
import { reportRoutes } from './reports.ts';
import { runRoutes } from './runs.ts';
import { settingsRoutes } from './settings.ts';
import { systemRoutes } from './system.ts';
import { tokenRoutes } from './tokens.ts';

/** Every operation of the API by its name. */
export const routes = {
  ...systemRoutes,
  ...dataRoutes,
  ...policyRoutes,
  ...runRoutes,
  ...reportRoutes,
  ...deliveryRoutes,
  ...recordRoutes,
  ...settingsRoutes,
  ...tokenRoutes,
} as const;

export type RouteName = keyof typeof routes;

/** Where the API begins on a server. */
export const apiPrefix = '/api/v1';

/** Every change carries it: a page of another origin can't send it without the server's consent. */
export const changeHeader = { name: 'X-Daybook', value: '1' } as const;
