import type { ComponentDetail, ComponentSummary, ConnectTask, Procedures } from './api.gen.ts'
import type { CallOptions } from './procedure.ts'

/** A component that the user can choose. */
export type ConnectComponent = Pick<
  ComponentSummary,
  'id' | 'title' | 'description' | 'category' | 'icon' | 'methods'
>

/** One way to connect an account of a component. */
export interface FormMethod {
  /** The id of the method, for example `apiKey`. */
  id: string
  title: string
  /** What to use instead. Present if new credentials should use another method. */
  retired?: string
  /** The JSON Schema of the values, with `title` and `description`. Secrets are `writeOnly`. */
  schema: Record<string, unknown>
  /** The values that the form starts with: the defaults of the schema, and the scopes of the session. */
  initialValues: Record<string, unknown>
  /** The names of fields that can stay empty, because Stepkey supplies their values. */
  supplied: string[]
  /**
   * How the user grants access: `redirect` in a window, `code` with a code on any device. Use `connect` for these. Absent
   * for methods whose values are saved with `create`.
   */
  consent?: 'redirect' | 'code'
}

/** The form of a component. */
export interface Form {
  componentId: string
  title: string
  /** The page of the provider about authentication. */
  docsUrl: string
  /** The methods that the session allows and that can be used now. */
  methods: FormMethod[]
}

/** Returns the components that the user can choose from. */
export async function listComponents(
  { components }: Procedures,
  { componentIds: [first = '', ...others] }: ConnectTask,
  options?: CallOptions,
): Promise<ConnectComponent[]> {
  if (others.length > 0)
    return (await components.list.query({}, options)).map((component) => shown(component))
  // The token of a session with one component can't list components.
  const component = await components.get.query({ componentId: first }, options)
  const methods = Object.entries(component.methods).map(([id, { title, retired }]) => ({
    id,
    title,
    ...(retired !== undefined && { retired: true as const }),
  }))
  return [shown({ ...component, methods })]
}

const shown = ({ id, title, description, category, icon, methods }: ConnectComponent): ConnectComponent => ({
  id,
  title,
  description,
  category,
  ...(icon !== undefined && { icon }),
  methods,
})

/** Returns the form of a component. */
export async function loadForm(
  { components, oauthApps }: Procedures,
  { scopes }: ConnectTask,
  componentId: string,
  options?: CallOptions,
): Promise<Form> {
  const { title, docsUrl, methods } = await components.get.query({ componentId }, options)
  const needsApp = Object.values(methods).some((method) => method.needsApp)
  const hasApp = needsApp && (await oauthApps.list.query({ componentId }, options)).items.length > 0
  return {
    componentId,
    title,
    docsUrl,
    methods: Object.entries(methods)
      .filter(([, method]) => hasApp || !method.needsApp)
      .map(([id, method]) => formMethod(id, method, scopes)),
  }
}

function formMethod(
  id: string,
  { title, retired, fields, supplied, consent }: ComponentDetail['methods'][string],
  scopes: readonly string[] | undefined,
): FormMethod {
  return {
    id,
    title,
    ...(retired !== undefined && { retired }),
    schema: fields,
    initialValues: initialValuesOf(fields, scopes),
    supplied: Object.keys(supplied),
    ...(consent && { consent }),
  }
}

/** The part of a JSON Schema that is read here. */
interface Property {
  type?: string
  default?: unknown
  items?: { enum?: string[] }
}

/** Returns the defaults of a schema. The scopes of the session replace those of the field `scope` or `scopes`. */
function initialValuesOf(schema: Record<string, unknown>, scopes: readonly string[] | undefined) {
  const values: Record<string, unknown> = {}
  for (const [name, property] of Object.entries((schema.properties ?? {}) as Record<string, Property>)) {
    if (property.default !== undefined) values[name] = property.default
    if (scopes && name === 'scope') values[name] = scopes.join(' ')
    if (scopes && name === 'scopes' && property.items)
      values[name] = property.items.enum?.filter((scope) => scopes.includes(scope)) ?? [...scopes]
  }
  return values
}
