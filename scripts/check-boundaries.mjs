// Checks imports (floors, packages, stores, and cycles between folders), and that only stores contain queries. Part of
// `npm run lint`. CONTRIBUTING.md explains the structure.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, posix } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { root } from './toolchain.mjs'

const SERVER = 'apps/server/src/'
const WEB = 'apps/web/src/'

/** The floors of the apps, from top to bottom. A file may import from its own floor and from lower ones. */
const floors = [
  { name: 'start', files: /^apps\/server\/src\/[\w.-]+$/ },
  { name: 'edge', files: /^apps\/server\/src\/edge\// },
  { name: 'sandbox', files: /^apps\/server\/src\/sandbox\// },
  { name: 'domains', files: /^apps\/server\/src\/domains\// },
  { name: 'platform', files: /^apps\/server\/src\/platform\// },

  { name: 'routes', files: /^apps\/web\/src\/(?:routes\/|[\w.-]+$)/ },
  { name: 'shell', files: /^apps\/web\/src\/shell\// },
  { name: 'features', files: /^apps\/web\/src\/features\// },
  { name: 'forms', files: /^apps\/web\/src\/forms\// },
  { name: 'ui', files: /^apps\/web\/src\/ui\// },
  { name: 'workspace', files: /^apps\/web\/src\/workspace\// },
  { name: 'api', files: /^apps\/web\/src\/api\// },
]

/** The configuration is read at the start and passed down. Lower floors may import only its type. */
const SETTINGS = `${SERVER}config.ts`

const isTest = (file) =>
  /\.test\.tsx?$|\.test-d\.ts$|\.fixture\.ts$|^apps\/server\/(?:testing|bench)\/|\/e2e\//.test(file)

/** Import rules: files that match `from` must not import specifiers that match `to`. */
const rules = [
  {
    to: /^(?:node:|@stepkey\/|.*\/apps\/)/,
    from: /^packages\/shared\//,
    except: /\.test\.ts$/,
    message: 'packages/shared runs in the browser and in the server, so it must not import the apps or Node.',
  },
  {
    to: /^@stepkey\/(?!shared\/auth\/digest$)/,
    from: /^packages\/client\/src\//,
    valuesOnly: true,
    message: 'The client may import only types of the server and of shared, and shared/auth/digest.',
  },
  {
    to: /^(?!\.\/|@stepkey\/client\/)/,
    from: /^packages\/connect\/src\//,
    except: /\.test\.ts$/,
    message: 'The package has no dependencies. It may import only its own files, and those of the client.',
  },
  {
    to: /^@stepkey\/server|\/server\/src\//,
    from: /^apps\/web\/src\//,
    unless: ({ specifier, isType }) => specifier === '@stepkey/server/router' && isType,
    message: "The web app may import only types from '@stepkey/server/router'.",
  },
  {
    to: /^node:/,
    from: /^apps\/web\/src\//,
    except: /\.test\.tsx?$/,
    message: 'The web app runs in a browser.',
  },
  {
    to: /^(?:(?:node:)?(?:dgram|http2|dns(?:\/promises)?)|undici)(?:\/.*)?$/,
    from: /^apps\/server\/src\//,
    except: /\/platform\/egress\/|\.test\.ts$/,
    valuesOnly: true,
    message: 'Only platform/egress/ may open outbound connections.',
  },
  {
    to: /^(?:node:)?(?:https?|net|tls)$/,
    from: /^apps\/server\/src\//,
    except: /\/platform\/egress\/|\.test\.ts$|\/sandbox\//,
    valuesOnly: true,
    unless: ({ names }) => names.every((name) => name === 'isIP'),
    message: 'Only platform/egress/ may open outbound connections.',
  },
  {
    to: /^(?:fastify|@fastify\/.*|@trpc\/.*)$/,
    from: /^apps\/server\/src\/(?:domains|platform)\//,
    except: /\.test\.ts$/,
    message: 'Only edge/ contains the transports. Take values or ports instead of requests.',
  },
  only(/^nodemailer(?:\/.*)?$/, /\/platform\/mail\/|\/verification\/drivers\//),
  only(
    /^(?:@nats-io\/nats-core|@platformatic\/kafka|amqplib|imapflow|ioredis|ldapts|mongodb|mqtt-packet|mysql2|ssh2|tedious)(?:\/.*)?$/,
    /\/domains\/verification\/drivers\//,
  ),
  only(/^pg(?:\/.*)?$/, /\/platform\/database\/|\/domains\/verification\/drivers\//),
  only(/^(?:@opentelemetry\/.*|prom-client)$/, /\/platform\/telemetry\//),
  only(/^standardwebhooks(?:\/.*)?$/, /\/domains\/webhooks\//),
  only(/^(?:oauth4webapi|jose)(?:\/.*)?$/, /\/domains\/tokens\//),
  only(/^openid-client$/, /\/domains\/sso\//),
]

/** Returns a rule for a package that only some folders of the server may import. */
function only(to, except) {
  return {
    to,
    from: /^apps\/server\/src\//,
    except,
    message: `Only ${except.source.replaceAll('\\/', '/').replaceAll('|', ' and ')} may import this package.`,
  }
}

/** Stores contain the queries. They are private to their domain: other domains call its operations. */
const isStore = (file) =>
  /^apps\/server\/src\/(?:domains|platform)\/.*\/(?:store|[\w-]+-table)\.ts$/.test(file)

const QUERY_METHODS = /^(?:selectFrom|insertInto|updateTable|deleteFrom|mergeInto|replaceInto)$/

const mayQuery = (file) =>
  !file.startsWith(SERVER) || file.startsWith(`${SERVER}platform/database/`) || isStore(file) || isTest(file)

const files = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', 'apps', 'packages'],
  {
    cwd: root,
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter((file) => /\.tsx?$/.test(file) && !/\.d\.ts$|\.gen\.ts$/.test(file))
const fileSet = new Set(files)
const problems = []
/** Dependencies between folders: folder → imported folder → an import as an example. */
const dependencies = new Map()

for (const file of files) {
  const source = read(file)
  if (source === undefined) continue
  const parsed = parseSync(file, source)
  if (parsed.errors.length) problems.push(`${file}: ${parsed.errors[0].message}`)
  const imports = importsOf(parsed.module, source)
  if (!mayQuery(file)) checkQueries(file, parsed, imports)
  for (const found of imports) {
    checkPackages(file, found)
    const target = resolve(file, found.specifier)
    if (target) checkFile(file, target, found)
  }
}
reportCycles()

if (problems.length) {
  console.error(problems.join('\n'))
  process.exit(1)
}

function read(file) {
  try {
    return readFileSync(`${root}/${file}`, 'utf8')
  } catch {
    // Deleted, but not committed yet.
  }
}

/** Returns static and dynamic imports, and re-exports: `{ specifier, names, isType, isExport }`. */
function importsOf(module, source) {
  const found = []
  for (const { moduleRequest, entries } of module.staticImports) {
    found.push({
      specifier: moduleRequest.value,
      names: entries.map(({ importName }) => importName.name ?? importName.kind),
      isType: entries.length > 0 && entries.every(({ isType }) => isType),
    })
  }
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, isType, importName } of entries) {
      if (!moduleRequest) continue
      found.push({ specifier: moduleRequest.value, names: [importName.name], isType, isExport: true })
    }
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const specifier = source.slice(moduleRequest.start, moduleRequest.end).match(/^['"](.*)['"]$/)?.[1]
    if (specifier) found.push({ specifier, names: [], isType: false })
  }
  return found
}

function resolve(file, specifier) {
  const [, name, source] = specifier.match(/^@stepkey\/(shared|client|connect)\/(.+)$/) ?? []
  const path = name
    ? `packages/${name}/src/${source}.ts`
    : specifier.startsWith('.') && posix.join(dirname(file), specifier)
  return path && fileSet.has(path) ? path : undefined
}

function checkQueries(file, parsed, imports) {
  const found = imports.some(({ specifier, isType }) => specifier === 'kysely' && !isType) ? ['kysely'] : []
  const addMethod = ({ property: { name, value } }) => {
    if (QUERY_METHODS.test(name ?? value)) found.push(name ?? value)
  }
  new Visitor({ MemberExpression: addMethod }).visit(parsed.program)
  for (const name of new Set(found)) {
    problems.push(`${file}: uses ${name}. Only store.ts and *-table.ts contain queries. Move this one there.`)
  }
}

function checkPackages(file, found) {
  for (const { to, from, except, valuesOnly, unless, message } of rules) {
    if (!to.test(found.specifier) || !from.test(file) || except?.test(file)) continue
    if ((valuesOnly && found.isType) || unless?.(found)) continue
    problems.push(`${file}: imports ${found.specifier}. ${message}`)
  }
}

function checkFile(file, target, { specifier, isType, isExport }) {
  if (isTest(file)) return
  if (isTest(target)) problems.push(`${file}: imports ${specifier}. Only tests may import test code.`)
  if (isStore(target) && dirname(target) !== dirname(file)) {
    problems.push(
      `${file}: imports ${specifier}. A store is private to its domain. Call an operation of the domain instead.`,
    )
  }
  if (isStore(target) && isExport && !isType && !isStore(file)) {
    problems.push(
      `${file}: exports from ${specifier}. A store is private to its domain. Export an operation instead.`,
    )
  }
  const isOwnStore = isStore(target) && dirname(target) === dirname(file)
  if (isStore(file) && target.startsWith(`${SERVER}domains/`) && !isOwnStore && !isType) {
    problems.push(
      `${file}: imports ${specifier}. A store imports only types, platform, shared, and the stores of its domain.`,
    )
  }
  const [from, to] = [floorOf(file), floorOf(target)]
  const sameApp = file.split('/')[1] === target.split('/')[1]
  if (sameApp && from !== -1 && to !== -1 && to < from) {
    const mayKnow = target === SETTINGS && (isType || floors[from].name === 'edge')
    if (!mayKnow) {
      problems.push(`${file}: imports ${specifier}. ${floors[from].name} must not import ${floors[to].name}.`)
    }
  }
  const [folder, targetFolder] = [dirname(file), dirname(target)]
  // Files beside main.ts form the top floor. They are not a folder in the sense of the cycle check.
  if (isType || folder === targetFolder || [SERVER, WEB].includes(`${targetFolder}/`)) return
  if (!dependencies.has(folder)) dependencies.set(folder, new Map())
  dependencies.get(folder).set(targetFolder, `${file} → ${target}`)
}

function floorOf(file) {
  return floors.findIndex(({ files }) => files.test(file))
}

/** Reports dependency cycles: strongly connected components (Tarjan's algorithm) with more than one folder. */
function reportCycles() {
  const state = new Map()
  const stack = []
  let next = 0
  const visit = (folder) => {
    const node = { index: next, low: next++, onStack: true }
    state.set(folder, node)
    stack.push(folder)
    for (const target of dependencies.get(folder)?.keys() ?? []) {
      const other = state.get(target)
      if (!other) node.low = Math.min(node.low, visit(target).low)
      else if (other.onStack) node.low = Math.min(node.low, other.index)
    }
    if (node.low !== node.index) return node
    const members = stack.splice(stack.indexOf(folder))
    for (const member of members) state.get(member).onStack = false
    if (members.length > 1) {
      const inside = members.flatMap((from) =>
        [...dependencies.get(from)]
          .filter(([to]) => members.includes(to))
          .map(([, example]) => `  ${example}`),
      )
      problems.push(`These folders depend on each other: ${members.join(', ')}\n${inside.join('\n')}`)
    }
    return node
  }
  for (const folder of dependencies.keys()) if (!state.has(folder)) visit(folder)
}
