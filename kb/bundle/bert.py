"""A BERT sentence encoder as a graph for one text at a time: no mask, queries, keys and values in one product.

A text that is encoded alone has no padding, so nothing has to be masked, and a short question feels each operation less.
"""

from __future__ import annotations

import torch
from sentence_transformers import SentenceTransformer
from torch import Tensor, nn


def fits(model: SentenceTransformer) -> bool:
    """Tell whether a model is a BERT whose sentence vector is the mean of its tokens', which is all that `OneText` works out."""
    kinds = [type(part).__name__ for part in model]
    if kinds[:2] != ["Transformer", "Pooling"] or not set(kinds[2:]) <= {"Normalize"}:
        return False
    config = model[0].auto_model.config
    return (
        type(model[0].auto_model).__name__ == "BertModel"
        and getattr(config, "position_embedding_type", "absolute") == "absolute"
        and config.hidden_act == "gelu"
        and model[1].pooling_mode in ("mean", ("mean",))
    )


class OneText(nn.Module):
    """Token ids, shape (1, tokens) → the mean of their vectors, shape (1, dimension), not scaled to length one."""

    def __init__(self, model: SentenceTransformer) -> None:
        """Join each layer's three projections; the scale of the attention goes into the queries' weights."""
        super().__init__()
        self.bert = model[0].auto_model
        self.heads = int(self.bert.config.num_attention_heads)
        self.width = int(self.bert.config.hidden_size)
        self.joined = nn.ModuleList(self._join(layer.attention.self) for layer in self.bert.encoder.layer)

    def _join(self, own: nn.Module) -> nn.Linear:
        scale = (self.width // self.heads) ** -0.5
        joined = nn.Linear(self.width, 3 * self.width)
        with torch.no_grad():
            joined.weight.copy_(torch.cat([own.query.weight * scale, own.key.weight, own.value.weight]))
            joined.bias.copy_(torch.cat([own.query.bias * scale, own.key.bias, own.value.bias]))
        return joined

    def forward(self, input_ids: Tensor) -> Tensor:
        """Run all layers (Vaswani et al. 2017, Devlin et al. 2019)."""
        embed = self.bert.embeddings
        places = embed.position_embeddings.weight[: input_ids.shape[1]] + embed.token_type_embeddings.weight[0]
        tokens = embed.LayerNorm(embed.word_embeddings(input_ids) + places)
        for layer, joined in zip(self.bert.encoder.layer, self.joined, strict=True):
            # (1, tokens, 3 x width) → three of (heads, tokens, columns of a head)
            query, key, value = joined(tokens).reshape(-1, 3, self.heads, self.width // self.heads).permute(1, 2, 0, 3)
            read = torch.softmax(query @ key.transpose(-1, -2), dim=-1) @ value
            read = read.transpose(0, 1).reshape(1, -1, self.width)
            tokens = layer.attention.output.LayerNorm(layer.attention.output.dense(read) + tokens)
            wide = nn.functional.gelu(layer.intermediate.dense(tokens))
            tokens = layer.output.LayerNorm(layer.output.dense(wide) + tokens)
        return tokens.mean(dim=1)
