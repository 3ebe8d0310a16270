import { LitElement, html, css } from 'lit';
import { JsonRpc } from 'jsonrpc';

/** The models of the application with their signatures, and a form to try one. */
export class QwcThawModels extends LitElement {

    jsonRpc = new JsonRpc(this);

    static styles = css`
        :host { display: block; padding: 1em; }
        table { border-collapse: collapse; margin: 0.5em 0; }
        th, td { padding: 0.25em 1em 0.25em 0; text-align: left; }
        textarea { width: 100%; min-height: 6em; font-family: monospace; }
        pre { white-space: pre-wrap; }
    `;

    static properties = {
        _models: { state: true },
        _answers: { state: true }
    };

    constructor() {
        super();
        this._models = [];
        this._answers = {};
    }

    connectedCallback() {
        super.connectedCallback();
        this.jsonRpc.models().then(answer => { this._models = answer.result; });
    }

    render() {
        return html`${this._models.map(model => this._model(model))}`;
    }

    _model(model) {
        return html`
            <h3>${model.name} <small>version ${model.version}${model.batchable ? ', batchable' : ''}</small></h3>
            <table>
                <tr><th></th><th>Name</th><th>Datatype</th><th>Shape</th></tr>
                ${model.inputs.map(tensor => this._tensor('in', tensor))}
                ${model.outputs.map(tensor => this._tensor('out', tensor))}
            </table>
            <form @submit=${event => this._try(event, model.name)}>
                <label>Text or JSON <textarea name="text"></textarea></label>
                <label>or a picture <input type="file" name="file" accept="image/*"></label>
                <button type="submit">Predict</button>
            </form>
            <pre>${this._answers[model.name] ?? ''}</pre>`;
    }

    _tensor(kind, tensor) {
        return html`<tr><td>${kind}</td><td>${tensor.name}</td><td>${tensor.datatype}</td><td>${tensor.shape}</td></tr>`;
    }

    async _try(event, model) {
        event.preventDefault();
        const form = new FormData(event.target);
        const file = form.get('file');
        const text = form.get('text');
        const picture = file && file.size > 0;
        const body = picture ? await this._base64(file) : text;
        const contentType = picture ? file.type : text.trim().startsWith('{') ? 'application/json' : 'text/plain';
        const answer = await this.jsonRpc.predict({ model, contentType, body });
        this._answers = { ...this._answers, [model]: JSON.stringify(answer.result, null, 2) };
    }

    async _base64(file) {
        const bytes = new Uint8Array(await file.arrayBuffer());
        return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
    }
}

customElements.define('qwc-thaw-models', QwcThawModels);
