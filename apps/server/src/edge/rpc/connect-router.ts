import {
  ConnectTask,
  ConnectTokenCreated,
  CreateConnectToken,
  CreateEmbed,
  Embed,
  EmbedRef,
  EmbedRemoved,
  UpdateEmbed,
} from '@stepkey/shared/connect'
import { z } from 'zod'
import * as tokens from '../../domains/connect/connect-tokens.ts'
import * as embeds from '../../domains/connect/embeds.ts'
import { connectTokenProcedure, may, mayConfirmed } from './procedure.ts'
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
    .mutation(({ ctx, input }) => tokens.createConnectToken(ctx, input)),

  /** For pages with a connect token. */
  task: connectTokenProcedure.output(ConnectTask).query(({ ctx }) => tokens.getConnectTask(ctx, ctx.limits)),
})
