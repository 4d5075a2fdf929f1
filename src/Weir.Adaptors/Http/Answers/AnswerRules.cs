using System.Text.Json;
using Weir.Adaptors.Http.Masking;
using Weir.Expressions;
using Weir.Expressions.Filters;
using Weir.Expressions.Paths;
using Weir.Model;

namespace Weir.Adaptors.Http.Answers;

/// <summary>Finds the failure in an answer whose status is good.</summary>
internal sealed class AnswerRules
{
    private readonly List<Rule> _rules = [];

    /// <summary>The filters and paths must parse.</summary>
    public AnswerRules(IEnumerable<FailureDefinition> rules)
    {
        foreach (var rule in rules)
        {
            _rules.Add(new Rule(
                Filter.Parse(rule.When),
                rule.At is { } at ? JsonPath.Parse(at) : null,
                rule.Kind,
                rule.Message is { } message ? new FaultWords(new FaultsDefinition { Message = message }) : null));
        }
    }

    /// <summary>The first rule that is true decides; null where none is, or the body is no JSON.</summary>
    /// <param name="status">The good status.</param>
    /// <param name="body">The answer's body.</param>
    /// <param name="words">Finds the sentence where a rule does not say where it is.</param>
    /// <param name="mask">Hides secrets in it.</param>
    /// <param name="retryAfter">How long the headers say to wait.</param>
    public Fault? Read(int status, PooledBuffer? body, FaultWords words, SecretMask mask, TimeSpan? retryAfter)
    {
        if (_rules.Count == 0 || body is null)
        {
            return null;
        }

        using var document = JsonBody.TryParse(body.Memory);
        if (document is null || Find(document.RootElement) is not { } rule)
        {
            return null;
        }

        var (message, field) = (rule.Words ?? words).Read(status, body.Memory, null, mask);
        var (kind, code) = rule.Kind switch
        {
            FailureKind.Throttled => (FaultKind.Throttled, ErrorCodes.RateLimited),
            FailureKind.Transient => (FaultKind.Transient, ErrorCodes.Unexpected),
            _ => (FaultKind.Rejected, ErrorCodes.Rejected),
        };
        return new Fault
        {
            Kind = kind,
            Code = code,
            Message = message,
            Field = field,
            HttpStatus = status,
            RetryAfter = kind == FaultKind.Rejected ? null : retryAfter,
        };
    }

    private Rule? Find(JsonElement body)
    {
        foreach (var rule in _rules)
        {
            try
            {
                var seen = body;
                if ((rule.At is null || rule.At.TryGet(body, out seen)) && rule.When.Test(seen))
                {
                    return rule;
                }
            }
            catch (Exception e) when (e is EvaluationException or InvalidOperationException)
            {
                // Too large for the rule, or no Unicode: it says nothing.
            }
        }

        return null;
    }

    private sealed record Rule(Filter When, JsonPath? At, FailureKind Kind, FaultWords? Words);
}
