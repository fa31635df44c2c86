import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

/** The API key of the sandbox. It is public, because the sandbox protects no real data. */
const KEY = 'secret'

interface Pet {
  id: number
  name: string
  kind: string
}

/**
 * Creates a small API for the tutorial. `GET /pets` lists pets, and `POST /pets {name, kind}` adds one. Both require
 * the header `api-key: secret`, and answer 401 without it. Pets are kept in memory until the process ends.
 */
export function createPetstore(): Server {
  const pets: Pet[] = [
    { id: 1, name: 'Minka', kind: 'cat' },
    { id: 2, name: 'Rex', kind: 'dog' },
  ]

  let lastId = pets.length

  return createServer(async (request, response) => {
    if (request.headers['api-key'] !== KEY) {
      return answer(response, 401, { error: 'Send the header api-key with a valid key.' })
    }
    const path = request.url?.split('?', 1)[0]
    if (path !== '/pets') return answer(response, 404, { error: 'Not found. Use /pets.' })
    if (request.method === 'GET') return answer(response, 200, { shop: 'Petstore sandbox', pets })
    if (request.method !== 'POST') return answer(response, 405, { error: 'Use GET or POST.' })

    const pet = await readPet(request)
    if (!pet) return answer(response, 400, { error: 'Send JSON such as {"name": "Minka", "kind": "cat"}.' })
    const added = { id: ++lastId, ...pet }
    pets.push(added)
    if (pets.length > 100) pets.shift()
    answer(response, 201, added)
  })
}

async function readPet(request: IncomingMessage): Promise<Omit<Pet, 'id'> | undefined> {
  try {
    let text = ''
    for await (const chunk of request) {
      text += chunk
      if (text.length > 1000) return undefined
    }
    const { name, kind } = JSON.parse(text)
    return typeof name === 'string' && typeof kind === 'string' ? { name, kind } : undefined
  } catch {
    return undefined
  }
}

function answer(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
