import type { Component } from './component.ts'
import { type CatalogueTranslator, english } from './locales.ts'

interface KeyFormat {
  /** The component whose keys have this format. */
  id: string
  title: string
  pattern: RegExp
  /** `test`: a key for test data. `public`: a key that is not secret. */
  kind?: 'test' | 'public'
}

/** Key formats that a provider documents and that no other provider uses. */
const KEY_FORMATS: readonly KeyFormat[] = [
  { id: 'github', title: 'GitHub', pattern: /^(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})$/ },
  { id: 'gitlab', title: 'GitLab', pattern: /^gl(?:pat|dt|rt|ft|soat|cbt)-[\w.-]{20,}$/ },
  { id: 'slack', title: 'Slack', pattern: /^xox[abeprs]-[\w-]{10,}$/ },
  { id: 'stripe', title: 'Stripe', pattern: /^[sr]k_live_\w{10,}$/ },
  { id: 'stripe', title: 'Stripe', pattern: /^[sr]k_test_\w{10,}$/, kind: 'test' },
  { id: 'stripe', title: 'Stripe', pattern: /^pk_(?:live|test)_\w{10,}$/, kind: 'public' },
  { id: 'anthropic', title: 'Anthropic', pattern: /^sk-ant-[\w-]{20,}$/ },
  { id: 'openai', title: 'OpenAI', pattern: /^sk-(?:proj|svcacct|admin)-[\w-]{20,}$/ },
  { id: 'sendgrid', title: 'SendGrid', pattern: /^SG\.[\w-]{22}\.[\w-]{43}$/ },
  { id: 'brevo', title: 'Brevo', pattern: /^xkeysib-[a-f0-9]{64}-\w{16}$/ },
  { id: 'mailchimp', title: 'Mailchimp', pattern: /^[a-f0-9]{32}-us\d{1,2}$/ },
  { id: 'airtable', title: 'Airtable', pattern: /^pat[A-Za-z0-9]{14}\.[a-f0-9]{64}$/ },
  { id: 'notion', title: 'Notion', pattern: /^(?:ntn_|secret_)[A-Za-z0-9]{40,50}$/ },
  { id: 'linear', title: 'Linear', pattern: /^lin_api_[A-Za-z0-9]{40}$/ },
  { id: 'hubspot', title: 'HubSpot', pattern: /^pat-(?:na|eu|ap)\d-[a-f0-9-]{36}$/ },
  { id: 'shopify', title: 'Shopify', pattern: /^shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}$/ },
  { id: 'telegram', title: 'Telegram', pattern: /^\d{8,10}:[\w-]{35}$/ },
  { id: 'digitalocean', title: 'DigitalOcean', pattern: /^do[opr]_v1_[a-f0-9]{64}$/ },
  { id: 'databricks', title: 'Databricks', pattern: /^dapi[a-f0-9]{32}(?:-\d)?$/ },
  { id: 'figma', title: 'Figma', pattern: /^figd_[\w-]{40,}$/ },
  { id: 'aws', title: 'Amazon Web Services', pattern: /^(?:AKIA|ASIA)[A-Z0-9]{16}$/, kind: 'public' },
  { id: 'google', title: 'Google', pattern: /^AIza[\w-]{35}$/ },
]

/**
 * Returns a warning about a secret before it is sent: it looks like a key of another provider, a test key, or
 * a key that is not secret. Returns undefined if there is nothing to warn about.
 */
export function remarkOnKeyFormat(
  { id, title, category }: Component,
  secret: string,
  t: CatalogueTranslator = english,
): string | undefined {
  const format = KEY_FORMATS.find(({ pattern }) => pattern.test(secret.trim()))
  if (!format) return undefined
  const isForeign = format.id !== id && !(format.id === 'aws' && id === 's3')
  if (isForeign) {
    return category === 'generic'
      ? undefined
      : t('secret.foreignKey', { other: format.title, component: title })
  }
  if (format.kind === 'test') return t('secret.testKey')
  if (format.kind === 'public') return t('secret.publicKey')
  return undefined
}
