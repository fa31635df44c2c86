import {
  BeginConsent,
  ConsentBegun,
  ConsentFinished,
  CreateOAuthApp,
  FinishConsent,
  ListOAuthApps,
  OAuthApp,
  OAuthAppRef,
  OAuthAppRemoved,
  OAuthApps,
  UpdateOAuthApp,
} from '@stepkey/shared/oauth'
import { toConsent } from '../../domains/credentials/consent-subject.ts'
import { begin, finish } from '../../domains/oauth/consents.ts'
import * as apps from '../../domains/oauth/oauth-apps.ts'
import { may, router } from './trpc.ts'

export const oauthAppsRouter = router({
  list: may('read')
    .input(ListOAuthApps)
    .output(OAuthApps)
    .query(({ ctx, input }) => apps.list(ctx, input?.componentId)),

  create: may('write')
    .input(CreateOAuthApp)
    .output(OAuthApp)
    .mutation(({ ctx, input }) => apps.create(ctx, input)),

  update: may('write')
    .input(UpdateOAuthApp)
    .output(OAuthApp)
    .mutation(({ ctx, input }) => apps.update(ctx, input)),

  remove: may('write')
    .input(OAuthAppRef)
    .output(OAuthAppRemoved)
    .mutation(({ ctx, input }) => apps.remove(ctx, input.oauthAppId)),
})

export const consentsRouter = router({
  begin: may('write')
    .input(BeginConsent)
    .output(ConsentBegun)
    .mutation(async ({ ctx, input }) => begin(ctx, await toConsent(ctx, input))),

  finish: may('write')
    .input(FinishConsent)
    .output(ConsentFinished)
    .mutation(({ ctx, input }) => finish(ctx, input)),
})
