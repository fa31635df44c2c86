import { accountsRouter, sessionsRouter } from './accounts-router.ts'
import { apiKeysRouter } from './api-keys-router.ts'
import { auditRouter } from './audit-router.ts'
import { componentsRouter } from './components-router.ts'
import { connectSessionsRouter, connectTokensRouter, embedsRouter } from './connect-router.ts'
import { requestsRouter } from './credential-requests-router.ts'
import { credentialsRouter } from './credentials-router.ts'
import { deletedCredentialsRouter } from './deleted-credentials-router.ts'
import { flowsRouter } from './flows-router.ts'
import { chatChannelsRouter, noticesRouter } from './notices-router.ts'
import { consentsRouter, oauthAppsRouter } from './oauth-router.ts'
import { invitationsRouter, membersRouter, organizationsRouter } from './organizations-router.ts'
import { ownersRouter } from './owners-router.ts'
import { revocationsRouter } from './revocations-router.ts'
import { router } from './trpc.ts'
import { webhooksRouter } from './webhooks-router.ts'
import { workspacesRouter } from './workspaces-router.ts'

/** All procedures. */
export const appRouter = router({
  accounts: accountsRouter,
  sessions: sessionsRouter,
  apiKeys: apiKeysRouter,
  audit: auditRouter,
  components: componentsRouter,
  credentials: credentialsRouter,
  deletedCredentials: deletedCredentialsRouter,
  revocations: revocationsRouter,
  owners: ownersRouter,
  flows: flowsRouter,
  oauthApps: oauthAppsRouter,
  consents: consentsRouter,
  embeds: embedsRouter,
  connectSessions: connectSessionsRouter,
  connectTokens: connectTokensRouter,
  requests: requestsRouter,
  organizations: organizationsRouter,
  members: membersRouter,
  invitations: invitationsRouter,
  notices: noticesRouter,
  chatChannels: chatChannelsRouter,
  webhooks: webhooksRouter,
  workspaces: workspacesRouter,
})

/** The type of the router, for typed clients. */
export type AppRouter = typeof appRouter
