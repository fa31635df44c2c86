import type { Compilable, CompiledQuery } from 'kysely'
import type { Db, Trx } from './database.ts'
import { EmbeddedAdapter } from './sqlite-dialect.ts'

/** A placeholder for a parameter in a query that is being built. */
class Placeholder {
  readonly position: number
  constructor(position: number) {
    this.position = position
  }
}

/**
 * Returns a function that builds a query once and runs it with the given parameters. For frequent queries, because
 * building a query costs more than running it. `build` gets placeholders; it must use them only as values.
 * @param options.parameterCount required if `build` has a rest parameter
 */
export function prepared<Parameters extends unknown[], Row>(
  build: (db: Db | Trx, ...parameters: Parameters) => Compilable<Row>,
  { parameterCount = build.length - 1 } = {},
): (db: Db | Trx, ...parameters: Parameters) => Promise<Row[]> {
  // By adapter, because each engine has its own SQL. A transaction has the adapter of its database.
  const compiled = new WeakMap<object, CompiledQuery<Row>>()
  const placeholders = Array.from({ length: parameterCount }, (_, position) => new Placeholder(position))
  return async (db, ...parameters) => {
    const { adapter } = db.getExecutor()
    let query = compiled.get(adapter)
    if (!query) {
      query = build(db, ...(placeholders as unknown as Parameters)).compile()
      if (adapter instanceof EmbeddedAdapter) query = { ...query, sql: adapter.withOnePlan(query.sql) }
      compiled.set(adapter, query)
    }
    const values = query.parameters.map((value) =>
      value instanceof Placeholder ? parameters[value.position] : value,
    )
    const rows = adapter instanceof EmbeddedAdapter ? adapter.readAtOnce<Row>(query.sql, values) : undefined
    if (rows) return rows
    return (await db.executeQuery<Row>({ ...query, parameters: values })).rows
  }
}

/** Caches one compiled query per variant, for example per set of filters or per number of parameters. */
export function queryPerVariant<Variant extends string | number, Query>(
  build: (variant: Variant) => Query,
): (variant: Variant) => Query {
  const queries = new Map<Variant, Query>()
  return (variant) => {
    const cached = queries.get(variant)
    if (cached) return cached
    const query = build(variant)
    queries.set(variant, query)
    return query
  }
}
