import {
  IconAddressBook,
  IconApi,
  IconBrandAmazon,
  IconBrandAws,
  IconBrandLinkedin,
  IconBrandOauth,
  IconBrandOffice,
  IconBucket,
  IconDatabase,
  IconFolderShare,
  IconFolderUp,
  IconInbox,
  IconMail,
  IconPaw,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import {
  siAdyen,
  siAirtable,
  siAnthropic,
  siApachekafka,
  siAsana,
  siAuth0,
  siBigcommerce,
  siBitbucket,
  siBox,
  siBrevo,
  siCalendly,
  siClickup,
  siClockify,
  siCloudflare,
  siCoda,
  siConfluence,
  siContentful,
  siDatabricks,
  siDatadog,
  siDeepl,
  siDigitalocean,
  siDiscord,
  siDocker,
  siDropbox,
  siElasticsearch,
  siFacebook,
  siFigma,
  siFirebase,
  siGitea,
  siGithub,
  siGitlab,
  siGmail,
  siGoogleanalytics,
  siGooglebigquery,
  siGooglecalendar,
  siGooglechat,
  siGooglecloudstorage,
  siGoogledocs,
  siGoogledrive,
  siGoogleforms,
  siGooglegemini,
  siGooglepubsub,
  siGooglesheets,
  siGoogletasks,
  siGrafana,
  siHelpscout,
  siHubspot,
  siHuggingface,
  siIntercom,
  siJira,
  siLinear,
  siMailchimp,
  siMailgun,
  siMattermost,
  siMetabase,
  siMistralai,
  siMixpanel,
  siMongodb,
  siMqtt,
  siMysql,
  siNatsdotio,
  siNetlify,
  siNotion,
  siOdoo,
  siOkta,
  siPagerduty,
  siPaypal,
  siPostgresql,
  siPosthog,
  siQuickbooks,
  siRabbitmq,
  siRazorpay,
  siRedis,
  siRedmine,
  siResend,
  siSentry,
  siShopify,
  siSnowflake,
  siSonarqubeserver,
  siSquare,
  siStripe,
  siSupabase,
  siTelegram,
  siTodoist,
  siToggltrack,
  siTrello,
  siTypeform,
  siVercel,
  siWebflow,
  siWhatsapp,
  siWoocommerce,
  siWordpress,
  siX,
  siXero,
  siYoutube,
  siZendesk,
  siZoho,
  siZoom,
} from 'simple-icons'
import classes from './ComponentIcon.module.css'

/** Brand logos from simple-icons (CC0). */
const brands = {
  adyen: siAdyen,
  airtable: siAirtable,
  anthropic: siAnthropic,
  asana: siAsana,
  auth0: siAuth0,
  bigcommerce: siBigcommerce,
  bitbucket: siBitbucket,
  box: siBox,
  brevo: siBrevo,
  calendly: siCalendly,
  clickup: siClickup,
  clockify: siClockify,
  cloudflare: siCloudflare,
  coda: siCoda,
  confluence: siConfluence,
  contentful: siContentful,
  databricks: siDatabricks,
  datadog: siDatadog,
  deepl: siDeepl,
  digitalocean: siDigitalocean,
  discord: siDiscord,
  docker: siDocker,
  dropbox: siDropbox,
  elasticsearch: siElasticsearch,
  facebook: siFacebook,
  figma: siFigma,
  firebase: siFirebase,
  gitea: siGitea,
  github: siGithub,
  gitlab: siGitlab,
  gmail: siGmail,
  googleanalytics: siGoogleanalytics,
  googlebigquery: siGooglebigquery,
  googlecalendar: siGooglecalendar,
  googlechat: siGooglechat,
  googlecloudstorage: siGooglecloudstorage,
  googledocs: siGoogledocs,
  googledrive: siGoogledrive,
  googleforms: siGoogleforms,
  googlegemini: siGooglegemini,
  googlepubsub: siGooglepubsub,
  googlesheets: siGooglesheets,
  googletasks: siGoogletasks,
  grafana: siGrafana,
  helpscout: siHelpscout,
  hubspot: siHubspot,
  huggingface: siHuggingface,
  intercom: siIntercom,
  jira: siJira,
  kafka: siApachekafka,
  linear: siLinear,
  mailchimp: siMailchimp,
  mailgun: siMailgun,
  mattermost: siMattermost,
  metabase: siMetabase,
  mistral: siMistralai,
  mixpanel: siMixpanel,
  mongodb: siMongodb,
  mqtt: siMqtt,
  mysql: siMysql,
  nats: siNatsdotio,
  netlify: siNetlify,
  notion: siNotion,
  odoo: siOdoo,
  okta: siOkta,
  pagerduty: siPagerduty,
  paypal: siPaypal,
  postgresql: siPostgresql,
  posthog: siPosthog,
  quickbooks: siQuickbooks,
  rabbitmq: siRabbitmq,
  razorpay: siRazorpay,
  redis: siRedis,
  redmine: siRedmine,
  resend: siResend,
  sentry: siSentry,
  shopify: siShopify,
  snowflake: siSnowflake,
  sonarqube: siSonarqubeserver,
  square: siSquare,
  stripe: siStripe,
  supabase: siSupabase,
  telegram: siTelegram,
  todoist: siTodoist,
  toggl: siToggltrack,
  trello: siTrello,
  typeform: siTypeform,
  vercel: siVercel,
  webflow: siWebflow,
  whatsapp: siWhatsapp,
  woocommerce: siWoocommerce,
  wordpress: siWordpress,
  x: siX,
  xero: siXero,
  youtube: siYoutube,
  zendesk: siZendesk,
  zoho: siZoho,
  zoom: siZoom,
}
/** Further brand logos, by file name. See the README of the folder. */
const logos = import.meta.glob<string>('./logos/*.svg', { query: '?inline', import: 'default', eager: true })

/** Generic glyphs from Tabler (MIT), for brands without a freely licensed logo. */
const glyphs = {
  amazon: { Glyph: IconBrandAmazon, colour: '#b35c00' },
  googlecontacts: { Glyph: IconAddressBook, colour: '#1a66d2' },
  petstore: { Glyph: IconPaw, colour: '#b45309' },
  aws: { Glyph: IconBrandAws, colour: '#b35c00' },
  http: { Glyph: IconApi, colour: '#0f6b74' },
  oauth2: { Glyph: IconBrandOauth, colour: '#0f6b74' },
  imap: { Glyph: IconInbox, colour: '#4453b8' },
  linkedin: { Glyph: IconBrandLinkedin, colour: '#0a66c2' },
  microsoft365: { Glyph: IconBrandOffice, colour: '#c43e1c' },
  s3: { Glyph: IconBucket, colour: '#b35c00' },
  sftp: { Glyph: IconFolderShare, colour: '#0f6b74' },
  ftp: { Glyph: IconFolderUp, colour: '#0f6b74' },
  ldap: { Glyph: IconAddressBook, colour: '#7a3e9d' },
  smtp: { Glyph: IconMail, colour: '#4453b8' },
  sqlserver: { Glyph: IconDatabase, colour: '#b3261e' },
}

/** Logos that are words; they need the full width to be readable. */
const WORDMARKS = new Set(['adyen', 'box', 'mysql', 'odoo', 'typeform', 'woocommerce', 'zoho', 'zoom'])

/** Returns whether a colour is too light for a logo on white. Such a colour becomes the background instead. */
function isPale(hex: string): boolean {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map(
    (at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255,
  )
  return 0.2126 * red ** 2.2 + 0.7152 * green ** 2.2 + 0.0722 * blue ** 2.2 > 0.55
}

/** The props of an icon. */
export interface IconProps {
  icon: string
  size: number
  /** Shown if there is no such icon. */
  children: ReactNode
}

/** Shows the icon that a component names. All icons are in one chunk, loaded after the first page. */
export default function Icon({ icon, size, children }: IconProps) {
  if (Object.hasOwn(brands, icon)) {
    const { path, hex } = brands[icon as keyof typeof brands]
    const side = WORDMARKS.has(icon) ? size * 1.5 : size
    const pale = isPale(hex)
    const sign = (
      <svg
        viewBox="0 0 24 24"
        width={side}
        height={side}
        fill={pale ? '#1d1a1c' : `#${hex}`}
        aria-hidden="true"
      >
        <path d={path} />
      </svg>
    )
    return pale ? (
      <span className={classes.ground} style={{ background: `#${hex}` }}>
        {sign}
      </span>
    ) : (
      sign
    )
  }
  const logo = logos[`./logos/${icon}.svg`]
  if (logo) return <img src={logo} alt="" width={size} height={size} className={classes.logo} />
  if (Object.hasOwn(glyphs, icon)) {
    const { Glyph, colour } = glyphs[icon as keyof typeof glyphs]
    return <Glyph size={size * 1.15} color={colour} stroke={1.7} />
  }
  return children
}
