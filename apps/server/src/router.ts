import { accountsRouter } from './accounts/router.ts'
import { apiKeysRouter } from './api-keys/router.ts'
import { componentsRouter } from './components/router.ts'
import { credentialsRouter } from './credentials/router.ts'
import { flowsRouter } from './flows/router.ts'
import { router } from './trpc.ts'

export const appRouter = router({
  accounts: accountsRouter,
  apiKeys: apiKeysRouter,
  components: componentsRouter,
  credentials: credentialsRouter,
  flows: flowsRouter,
})

export type AppRouter = typeof appRouter
