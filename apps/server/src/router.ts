import { accountsRouter, sessionsRouter } from './edge/rpc/accounts-router.ts'
import { apiKeysRouter } from './edge/rpc/api-keys-router.ts'
import { auditRouter } from './edge/rpc/audit-router.ts'
import { componentsRouter } from './edge/rpc/components-router.ts'
import { connectTokensRouter, embedsRouter } from './edge/rpc/connect-router.ts'
import { requestsRouter } from './edge/rpc/credential-requests-router.ts'
import { credentialsRouter } from './edge/rpc/credentials-router.ts'
import { flowsRouter } from './edge/rpc/flows-router.ts'
import { consentsRouter, oauthAppsRouter } from './edge/rpc/oauth-router.ts'
import { invitationsRouter, membersRouter, organizationsRouter } from './edge/rpc/organizations-router.ts'
import { router } from './edge/rpc/trpc.ts'
import { webhooksRouter } from './edge/rpc/webhooks-router.ts'
import { workspacesRouter } from './edge/rpc/workspaces-router.ts'

/** All procedures. */
export const appRouter = router({
  accounts: accountsRouter,
  sessions: sessionsRouter,
  apiKeys: apiKeysRouter,
  audit: auditRouter,
  components: componentsRouter,
  credentials: credentialsRouter,
  flows: flowsRouter,
  oauthApps: oauthAppsRouter,
  consents: consentsRouter,
  embeds: embedsRouter,
  connectTokens: connectTokensRouter,
  requests: requestsRouter,
  organizations: organizationsRouter,
  members: membersRouter,
  invitations: invitationsRouter,
  webhooks: webhooksRouter,
  workspaces: workspacesRouter,
})

/** The type of the router, for typed clients. */
export type AppRouter = typeof appRouter
