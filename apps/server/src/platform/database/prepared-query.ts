import type { Compilable, CompiledQuery } from 'kysely'
import type { Db, Trx } from './connect.ts'
import { EmbeddedAdapter } from './sqlite-dialect.ts'

/** Stands for a parameter while a query is built. */
class Gap {
  readonly position: number
  constructor(position: number) {
    this.position = position
  }
}

/**
 * A query that is asked so often that building it would cost more than running it: it is built once, with gaps for its
 * parameters, which are nothing but values in it. `build` must not look at them.
 * @param options.parameterCount where `build` takes them as a rest
 */
export function prepared<Parameters extends unknown[], Row>(
  build: (db: Db | Trx, ...parameters: Parameters) => Compilable<Row>,
  { parameterCount = build.length - 1 } = {},
): (db: Db | Trx, ...parameters: Parameters) => Promise<Row[]> {
  // By engine: each has its own SQL. A transaction has the adapter of its database.
  const compiled = new WeakMap<object, CompiledQuery<Row>>()
  const gaps = Array.from({ length: parameterCount }, (_, position) => new Gap(position))
  return async (db, ...parameters) => {
    const { adapter } = db.getExecutor()
    let query = compiled.get(adapter)
    if (!query) {
      query = build(db, ...(gaps as unknown as Parameters)).compile()
      if (adapter instanceof EmbeddedAdapter) query = { ...query, sql: adapter.withOnePlan(query.sql) }
      compiled.set(adapter, query)
    }
    const values = query.parameters.map((value) =>
      value instanceof Gap ? parameters[value.position] : value,
    )
    const atOnce = adapter instanceof EmbeddedAdapter ? adapter.readAtOnce<Row>(query.sql, values) : undefined
    if (atOnce) return atOnce
    return (await db.executeQuery<Row>({ ...query, parameters: values })).rows
  }
}

/** For queries whose text depends on something, such as which filters are set: each is made once. */
export function byShape<Shape extends string | number, Query>(
  make: (shape: Shape) => Query,
): (shape: Shape) => Query {
  const made = new Map<Shape, Query>()
  return (shape) => {
    const known = made.get(shape)
    if (known) return known
    const query = make(shape)
    made.set(shape, query)
    return query
  }
}
