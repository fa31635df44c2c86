import type { ComponentDetail, ComponentSummary } from '@stepkey/shared/catalog-api'
import { asksConsent, type Check, needsApp } from '@stepkey/shared/component'
import { searchComponents } from '@stepkey/shared/component-search'
import { isImage } from '@stepkey/shared/icon'
import { fieldsJsonSchema, isRecord } from '@stepkey/shared/schema'
import type { Config } from '../../config.ts'
import { notFound } from '../../platform/errors/domain-error.ts'
import { type CatalogComponent, type CatalogView, suppliedAddresses } from './catalog.ts'

/** The number of credentials that a workspace has, by component. Provided by domains/credentials. */
export type CredentialCounts = ReadonlyMap<
  string,
  { total: number; failing: number; lastChangedAt: string | null }
>

type View = CatalogView & { config: Config }

/** Returns the components with their numbers of credentials, in the order of the catalog or by the best match. */
export async function listComponents(
  { catalog, workspaceId, config }: View,
  counts: CredentialCounts,
  { search, category }: { search?: string; category?: string } = {},
): Promise<ComponentSummary[]> {
  const cards = (await catalog.list(workspaceId))
    .filter((component) => !category || component.category === category)
    .map((component) => ({
      ...card(component, counts, config),
      aliases: [...(component.aliases ?? [])],
      methods: Object.entries(component.methods).map(([id, { title, retired }]) => ({
        id,
        title,
        ...(retired && { retired: true as const }),
      })),
    }))
  return search === undefined ? cards : searchComponents(cards, search)
}

/** Returns one component with the JSON Schema of each method's fields. @throws DomainError not_found */
export async function getComponent(
  { catalog, workspaceId, config }: View,
  counts: CredentialCounts,
  componentId: string,
): Promise<ComponentDetail> {
  const component = await catalog.find(workspaceId, componentId)
  if (!component) throw notFound('component')
  const methods = Object.entries(component.methods).map(([id, method]) => {
    const supplied = suppliedAddresses(config, method)
    const fields = withSupplied(fieldsJsonSchema(method.fields), Object.keys(method.supplied ?? {}), supplied)
    const { token } = method
    const consent = asksConsent(token) && (token.grant === 'device_code' ? 'code' : 'redirect')
    return [
      id,
      {
        title: method.title,
        ...(method.retired && { retired: method.retired }),
        fields,
        supplied,
        check: kindOf(method.verify),
        ...(consent && { consent }),
        canRevoke: method.revoke !== undefined || (asksConsent(token) && token.revoke !== undefined),
        needsApp: needsApp(method),
      },
    ]
  })
  return {
    ...card(component, counts, config),
    docsUrl: component.docsUrl,
    methods: Object.fromEntries(methods),
  }
}

function card(component: CatalogComponent, counts: CredentialCounts, config: Config) {
  const { id, title, description, category, methods, source } = component
  const { total, failing, lastChangedAt } = counts.get(id) ?? { total: 0, failing: 0, lastChangedAt: null }
  return {
    id,
    title,
    description,
    category,
    icon: iconOf(component, config),
    source,
    ...(component.isArchived && { archived: true as const }),
    credentialCount: total,
    failingCount: failing,
    hasSandbox: Object.values(methods).some(
      (method) => Object.keys(suppliedAddresses(config, method)).length > 0,
    ),
    lastChangedAt,
  }
}

/** Returns the name of an icon, or the address of an image that the definition contains. */
const iconOf = ({ id, icon, definitionId }: CatalogComponent, { publicUrl }: Config) =>
  icon !== undefined && isImage(icon)
    ? `${publicUrl}/component-icons/${encodeURIComponent(definitionId ?? id)}`
    : icon

function kindOf(check: Check): 'http' | 'driver' | 'untestable' {
  if ('untestable' in check) return 'untestable'
  return 'driver' in check ? 'driver' : 'http'
}

/** Makes the supplied addresses the defaults of their fields. A field without a supplied address becomes required. */
function withSupplied(schema: Record<string, unknown>, fields: string[], supplied: Record<string, string>) {
  const properties = isRecord(schema.properties) ? schema.properties : {}
  const required = Array.isArray(schema.required) ? schema.required : []
  for (const field of fields) {
    const property = properties[field]
    if (supplied[field] === undefined) required.push(field)
    else if (isRecord(property)) property.default = supplied[field]
  }
  return { ...schema, required }
}
