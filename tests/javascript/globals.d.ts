// What the scripts find in the browser that no other of them declares.

// As the plotly package ships it: whole, untyped, and only ever asked by drawing.js.
declare var Plotly: any;

// Said before the loader by the server (ui/delivery/mount.py).
declare const LOADER: string;
declare const SET: {
  SCRIPT: string;
  STYLE: string;
  PLOTLY: string;
  SIZE: number;
  ROLE: string;
  WORDS: {failed: string; reload: string};
};
