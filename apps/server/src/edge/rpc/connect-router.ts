import {
  ConnectTokenCreated,
  CreateConnectToken,
  CreateEmbed,
  Embed,
  EmbedRef,
  EmbedRemoved,
  UpdateEmbed,
} from '@stepkey/shared/connect'
import {
  ConnectLinkOpened,
  ConnectLinkSecret,
  ConnectSessionCreated,
  ConnectTask,
  CreateConnectSession,
} from '@stepkey/shared/connect-session'
import { z } from 'zod'
import { openConnectLink } from '../../domains/connect/connect-link.ts'
import { getConnectTask } from '../../domains/connect/connect-session.ts'
import { createConnectSession, createConnectToken } from '../../domains/connect/create-session.ts'
import * as embeds from '../../domains/connect/embeds.ts'
import { connectTokenProcedure, may, mayConfirmed, publicProcedure } from './procedure.ts'
import { router } from './trpc.ts'

/** Origins that may embed the picker. API keys can't call these procedures, because no scope has the permission. */
export const embedsRouter = router({
  list: may('keys')
    .output(z.array(Embed))
    .query(({ ctx }) => embeds.listEmbeds(ctx)),

  create: mayConfirmed('keys')
    .input(CreateEmbed)
    .output(Embed)
    .mutation(({ ctx, input }) => embeds.createEmbed(ctx, input)),

  update: mayConfirmed('keys', ({ origin }: { origin?: string | undefined }) => origin !== undefined)
    .input(UpdateEmbed)
    .output(Embed)
    .mutation(({ ctx, input }) => embeds.updateEmbed(ctx, input)),

  remove: may('keys')
    .input(EmbedRef)
    .output(EmbedRemoved)
    .mutation(({ ctx, input }) => embeds.removeEmbed(ctx, input.embedId)),
})

/** Tokens of connect sessions. */
export const connectTokensRouter = router({
  /** For the server of the embedding application: only API keys have the permission. */
  create: may('connect')
    .input(CreateConnectToken)
    .output(ConnectTokenCreated)
    .mutation(({ ctx, input }) => createConnectToken(ctx, input)),

  /** For pages with a connect token. */
  task: connectTokenProcedure.output(ConnectTask).query(({ ctx }) => getConnectTask(ctx, ctx.limits)),
})

/** Tasks of people outside Stepkey: to choose, create or reconnect a credential. */
export const connectSessionsRouter = router({
  /** For the server of the embedding application: only API keys have the permission. */
  create: may('connect')
    .input(CreateConnectSession)
    .output(ConnectSessionCreated)
    .mutation(({ ctx, input }) => createConnectSession(ctx, input)),

  /** A mutation, so that the secret is sent in the body and never in a URL. */
  open: publicProcedure
    .input(ConnectLinkSecret)
    .output(ConnectLinkOpened)
    .mutation(({ ctx, input }) => openConnectLink(ctx, input.secret)),
})
