import { execFile } from 'node:child_process'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { cp, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const repository = fileURLToPath(new URL('../../..', import.meta.url))
const dependencies = {
  18: ['vite', 'react-18', 'react-dom-18', '@types/react-18', '@types/react-dom-18'],
  19: ['vite', 'react', 'react-dom', '@types/react', '@types/react-dom'],
}

/** An application outside of this repository that has installed the packages: the files in `host-app/`, and the example. */
export interface HostApp {
  /** Builds one of its pages with Vite. */
  build(page: string): Promise<BuiltPage>
  /** Compiles its files and `more` strictly. Returns the errors of TypeScript. */
  compile(more?: Record<string, string>): Promise<string>
  remove(): Promise<void>
}

/** The result of a build. */
export interface BuiltPage {
  folder: string
  /** The modules that it contains, by the path in the application: `node_modules/react/index.js`. */
  modules: string[]
  /** All style sheets. */
  styles: string
}

/** Installs the packed packages, Vite and React in an empty folder, with npm. */
export async function installHostApp(react: 18 | 19): Promise<HostApp> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'stepkey-host-')))
  await cp(join(import.meta.dirname, 'host-app'), folder, { recursive: true })
  await cp(join(repository, 'examples/react'), join(folder, 'example'), { recursive: true })
  await install(folder, dependencies[react])
  const node = (...args: string[]) => execute(process.execPath, args, { cwd: folder })
  return {
    async build(page) {
      await node('node_modules/vite/bin/vite.js', 'build', page, '--sourcemap', '--logLevel', 'error')
      return await readBuiltPage(join(folder, page, 'dist'))
    },
    async compile(more = {}) {
      for (const [name, source] of Object.entries(more)) await writeFile(join(folder, name), source)
      const tsc = join(repository, 'node_modules/typescript/bin/tsc')
      return await node(tsc, '-p', '.', '--pretty', 'false').then(
        () => '',
        ({ stdout, message }) => String(stdout || message),
      )
    },
    remove: () => rm(folder, { recursive: true }),
  }
}

/** The dependencies are copies of those of this repository, because tests have no internet access. */
async function install(folder: string, names: string[]) {
  const packages = join(folder, 'packages')
  await copyPackages(names, packages)
  await writeFile(join(folder, 'package.json'), '{ "type": "module", "private": true }')
  const options = ['--offline', '--install-links', '--ignore-scripts', '--no-audit', '--no-fund']
  const copies = (await readdir(packages)).map((name) => `./packages/${name}`)
  const tarballs = ['picker', 'connect'].map((name) => join(repository, `packages/${name}/${name}.tgz`))
  await execute('npm', ['install', ...options, ...tarballs, ...copies], { cwd: folder })
}

/** Copies packages with everything that they depend on, one folder for each. */
async function copyPackages(names: string[], target: string) {
  const folders = new Set<string>()
  const add = (path: string) => {
    // An optional dependency for another platform is absent.
    if (!existsSync(path) || folders.has(realpathSync(path))) return
    const folder = realpathSync(path)
    folders.add(folder)
    const { name, dependencies, optionalDependencies } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    )
    // pnpm puts a package and its dependencies beside each other.
    const siblings = join(folder, ...name.split('/').map(() => '..'))
    for (const dependency of Object.keys({ ...dependencies, ...optionalDependencies }))
      add(join(siblings, dependency))
  }
  for (const name of names) add(join(repository, 'apps/web/node_modules', name))
  const filter = (path: string) => !path.endsWith('node_modules')
  const copies = [...folders].map((folder, index) =>
    cp(folder, join(target, String(index)), { recursive: true, filter }),
  )
  await Promise.all(copies)
}

async function readBuiltPage(folder: string): Promise<BuiltPage> {
  const files = await readdir(folder, { recursive: true })
  const read = (extension: string) =>
    Promise.all(
      files.filter((name) => name.endsWith(extension)).map((name) => readFile(join(folder, name), 'utf8')),
    )
  const sources = (await read('.js.map')).flatMap((map) => JSON.parse(map).sources as string[])
  return {
    folder,
    modules: [...new Set(sources.map((source) => source.replace(/^(\.\.\/)+/, '')))],
    styles: (await read('.css')).join('\n'),
  }
}
