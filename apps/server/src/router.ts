import { accountsRouter } from './accounts/router.ts'
import { componentsRouter } from './components/router.ts'
import { credentialsRouter } from './credentials/router.ts'
import { flowsRouter } from './flows/router.ts'
import { router } from './trpc.ts'

export const appRouter = router({
  accounts: accountsRouter,
  components: componentsRouter,
  credentials: credentialsRouter,
  flows: flowsRouter,
})

export type AppRouter = typeof appRouter
