/** Files that are being loaded or were loaded. */
const loads = new Map<string, Promise<void>>()

/**
 * Loads the files of a dynamic import, then imports it. The build calls it for each `import()`, instead of the helper of
 * Vite: browsers keep a failed import, also of a file that it depends on, until the page is reloaded. A file that was
 * fetched before is imported from the browser's cache, so a connection that breaks off fails here, and can be retried.
 *
 * @param files paths of the chunk, its dependencies and their styles, relative to the base of the app
 * @throws TypeError if a file could not be fetched
 */
export async function importWithFiles<Module>(
  importChunk: () => Promise<Module>,
  files: string[] = [],
): Promise<Module> {
  const urls = files.map((file) => new URL(import.meta.env.BASE_URL + file, location.href).href)
  await Promise.all(urls.map(loadOnce))
  return importChunk()
}

function loadOnce(url: string): Promise<void> {
  const load = loads.get(url) ?? (isInDocument(url) ? Promise.resolve() : loadFile(url))
  loads.set(url, load)
  load.catch(() => loads.delete(url))
  return load
}

/** Whether the HTML of the page loads the file. */
const isInDocument = (url: string) =>
  [...document.querySelectorAll('link')].some(({ href }) => href === url) ||
  [...document.scripts].some(({ src }) => src === url)

const loadFile = (url: string) => (url.endsWith('.css') ? loadStyles(url) : fetchFile(url))

/** Fetches a file completely. If the server no longer has it, the import fails with the browser's error. */
async function fetchFile(url: string): Promise<void> {
  const response = await fetch(url)
  await response.arrayBuffer()
}

function loadStyles(href: string): Promise<void> {
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href, crossOrigin: '' })
  return new Promise((resolve, reject) => {
    link.addEventListener('load', () => resolve())
    link.addEventListener('error', () => {
      // Otherwise the next attempt would take the file as loaded.
      link.remove()
      reject(new TypeError(`Could not load ${href}`))
    })
    document.head.append(link)
  })
}
