import {
  CreateWebhook,
  DeliveryDetail,
  DeliveryPage,
  DeliveryQueued,
  DeliveryRef,
  ListDeliveries,
  SecretRotated,
  UpdateWebhook,
  Webhook,
  WebhookCreated,
  WebhookRef,
  WebhookRemoved,
} from '@stepkey/shared/webhook'
import { z } from 'zod'
import * as deliveries from '../../domains/webhooks/deliveries.ts'
import * as webhooks from '../../domains/webhooks/webhooks.ts'
import { may, mayConfirmed } from './procedure.ts'
import { router } from './trpc.ts'

/** Webhooks and their deliveries. API keys can't call these procedures, because no scope has the permission. */
export const webhooksRouter = router({
  list: may('webhooks')
    .output(z.array(Webhook))
    .query(({ ctx }) => webhooks.listWebhooks(ctx)),

  create: mayConfirmed('webhooks')
    .input(CreateWebhook)
    .output(WebhookCreated)
    .mutation(({ ctx, input }) => webhooks.createWebhook(ctx, input)),

  update: mayConfirmed('webhooks', ({ url }: UpdateWebhook) => url !== undefined)
    .input(UpdateWebhook)
    .output(Webhook)
    .mutation(({ ctx, input }) => webhooks.updateWebhook(ctx, input)),

  remove: may('webhooks')
    .input(WebhookRef)
    .output(WebhookRemoved)
    .mutation(({ ctx, input }) => webhooks.removeWebhook(ctx, input.webhookId)),

  rotateSecret: mayConfirmed('webhooks')
    .input(WebhookRef)
    .output(SecretRotated)
    .mutation(({ ctx, input }) => webhooks.rotateWebhookSecret(ctx, input.webhookId)),

  test: may('webhooks')
    .input(WebhookRef)
    .output(DeliveryQueued)
    .mutation(({ ctx, input }) => deliveries.sendTestEvent(ctx, input.webhookId)),

  deliveries: may('webhooks')
    .input(ListDeliveries)
    .output(DeliveryPage)
    .query(({ ctx, input }) => deliveries.listDeliveries(ctx, input)),

  delivery: may('webhooks')
    .input(DeliveryRef)
    .output(DeliveryDetail)
    .query(({ ctx, input }) => deliveries.getDelivery(ctx, input.deliveryId)),

  redeliver: may('webhooks')
    .input(DeliveryRef)
    .output(DeliveryQueued)
    .mutation(({ ctx, input }) => deliveries.redeliverEvent(ctx, input.deliveryId)),
})
