// Third-party parts of the shared editor in one module. Every @codemirror import inside resolves to NiceGUI's own
// bundle in the page, so that there is one @codemirror/state.
export { Doc, UndoManager, applyUpdate, encodeStateAsUpdate, encodeStateVector } from "yjs";
export { Awareness } from "y-protocols/awareness";
export { WebsocketProvider } from "y-websocket";
export { IndexeddbPersistence, clearDocument } from "y-indexeddb";
export { yCollab, yUndoManagerKeymap } from "y-codemirror.next";
export { readVarUint, readVarUint8Array } from "lib0/decoding";
