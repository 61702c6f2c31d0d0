// Hocuspocus as it comes, on the port given in PORT.
import { Server } from '@hocuspocus/server'

await new Server({ port: Number(process.env.PORT), address: '127.0.0.1', quiet: true, stopOnSignals: true }).listen()
