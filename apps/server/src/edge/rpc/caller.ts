import { appRouter } from '../../router.ts'
import { createCallerFactory } from './trpc.ts'

/** Calls procedures inside the process, with every check that they have over HTTP. */
export const createCaller = createCallerFactory(appRouter)
export type Caller = ReturnType<typeof createCaller>
