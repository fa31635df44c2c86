import {
  BeginConsent,
  ConsentBegun,
  ConsentDelivered,
  ConsentFinished,
  ConsentStarted,
  DeliverConsent,
  FinishConsent,
  StartConsent,
} from '@stepkey/shared/consent'
import {
  CreateOAuthApp,
  ListOAuthApps,
  OAuthAppRef,
  OAuthAppRemoved,
  OAuthAppSaved,
  OAuthApps,
  UpdateOAuthApp,
} from '@stepkey/shared/oauth'
import { issueTokenOfSession } from '../../domains/connect/connect-link.ts'
import { resolveConsentSubject } from '../../domains/credentials/consent-subject.ts'
import { beginConsent } from '../../domains/oauth/begin-consent.ts'
import { noConsentHolder } from '../../domains/oauth/consent-record.ts'
import { finishConsent } from '../../domains/oauth/finish-consent.ts'
import * as apps from '../../domains/oauth/oauth-apps.ts'
import { consentIdOf, deliverConsent, startConsent } from '../../domains/oauth/relayed-consent.ts'
import { newToken } from '../../platform/opaque-token.ts'
import { reduceOAuthApp } from '../access/reduced-answers.ts'
import { consentHolderOf } from './consent-holder.ts'
import { may, mayConfirmed, publicProcedure, userMay } from './procedure.ts'
import { router } from './trpc.ts'

/** OAuth apps of the workspace and of the installation. */
export const oauthAppsRouter = router({
  list: may('read')
    .input(ListOAuthApps)
    .output(OAuthApps)
    .query(({ ctx, input }) => apps.listOAuthApps(ctx, input?.componentId)),

  create: mayConfirmed('write')
    .input(CreateOAuthApp)
    .output(OAuthAppSaved)
    .mutation(({ ctx, input }) => apps.createOAuthApp(ctx, input)),

  update: mayConfirmed(
    'write',
    ({ clientSecret, redirectUri }: UpdateOAuthApp) =>
      clientSecret !== undefined || redirectUri !== undefined,
  )
    .input(UpdateOAuthApp)
    .output(OAuthAppSaved, reduceOAuthApp)
    .mutation(({ ctx, input }) => apps.updateOAuthApp(ctx, input)),

  remove: may('write')
    .input(OAuthAppRef)
    .output(OAuthAppRemoved, reduceOAuthApp)
    .mutation(({ ctx, input }) => apps.removeOAuthApp(ctx, input.oauthAppId)),
})

/** Consents: the way to the provider and back. Only signed-in users, and pages with a connect token, hold them. */
export const consentsRouter = router({
  begin: userMay('write')
    .input(BeginConsent)
    .output(ConsentBegun)
    .mutation(async ({ ctx, input }) => {
      const secret = ctx.limits && newToken().token
      const holder = consentHolderOf(ctx, secret)
      if (!holder) throw noConsentHolder()
      const begun = await beginConsent(ctx, holder, await resolveConsentSubject(ctx, input))
      return begun.outcome === 'refused' ? begun : { ...begun, ...(secret && { secret }) }
    }),

  /** For the window that opens the provider's page. */
  start: publicProcedure
    .input(StartConsent)
    .output(ConsentStarted)
    .mutation(async ({ ctx, input }) => {
      const { answer, cookie } = await startConsent(ctx, input)
      if (cookie) ctx.consentCookie(cookie.consentId).write(cookie.secret)
      return answer
    }),

  /** For the same window, when the provider has sent it back. */
  deliver: publicProcedure
    .input(DeliverConsent)
    .output(ConsentDelivered)
    .mutation(async ({ ctx, input }) => {
      const id = consentIdOf(input)
      const cookie = id === undefined ? undefined : ctx.consentCookie(id)
      const browserSecret = cookie?.read()
      if (browserSecret === undefined) return { outcome: 'unknown' }
      cookie?.clear()
      const { outcome, continues } = await deliverConsent(ctx, input, browserSecret)
      if (!continues) return { outcome }
      const { connectSessionId, ...consent } = continues
      const issued = await issueTokenOfSession(ctx, connectSessionId)
      if (!issued) return { outcome: 'unknown' }
      const { expiresAt: _, ...session } = issued
      return { outcome, continues: { ...consent, ...session } }
    }),

  finish: userMay('write')
    .input(FinishConsent)
    .output(ConsentFinished)
    .mutation(({ ctx, input }) => {
      const holder = consentHolderOf(ctx, input.consentSecret)
      if (!holder) throw noConsentHolder()
      return finishConsent(ctx, holder, input)
    }),
})
