import {
  BeginConsent,
  ConsentBegun,
  ConsentFinished,
  CreateOAuthApp,
  FinishConsent,
  ListOAuthApps,
  OAuthAppRef,
  OAuthAppRemoved,
  OAuthAppSaved,
  OAuthApps,
  UpdateOAuthApp,
} from '@stepkey/shared/oauth'
import { resolveConsentSubject } from '../../domains/credentials/consent-subject.ts'
import { beginConsent } from '../../domains/oauth/begin-consent.ts'
import { requireConsentSession } from '../../domains/oauth/consent-record.ts'
import { finishConsent } from '../../domains/oauth/finish-consent.ts'
import * as apps from '../../domains/oauth/oauth-apps.ts'
import { reduceOAuthApp } from '../access/reduced-answers.ts'
import { may, mayConfirmed, userMay } from './procedure.ts'
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

  update: mayConfirmed('write', ({ clientSecret }: UpdateOAuthApp) => clientSecret !== undefined)
    .input(UpdateOAuthApp)
    .output(OAuthAppSaved, reduceOAuthApp)
    .mutation(({ ctx, input }) => apps.updateOAuthApp(ctx, input)),

  remove: may('write')
    .input(OAuthAppRef)
    .output(OAuthAppRemoved, reduceOAuthApp)
    .mutation(({ ctx, input }) => apps.removeOAuthApp(ctx, input.oauthAppId)),
})

/** Consents: the way to the provider and back. Only signed-in users can call these procedures. */
export const consentsRouter = router({
  begin: userMay('write')
    .input(BeginConsent)
    .output(ConsentBegun)
    .mutation(async ({ ctx, input }) => {
      const session = requireConsentSession(ctx, ctx.sessionHash)
      return await beginConsent(ctx, session, await resolveConsentSubject(ctx, input))
    }),

  finish: userMay('write')
    .input(FinishConsent)
    .output(ConsentFinished)
    .mutation(({ ctx, input }) => finishConsent(ctx, requireConsentSession(ctx, ctx.sessionHash), input)),
})
