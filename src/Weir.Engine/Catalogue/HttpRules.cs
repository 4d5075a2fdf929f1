using System.Buffers;
using Weir.Model;

namespace Weir.Engine.Catalogue;

/// <summary>What must hold in how an application is spoken to over HTTP.</summary>
internal sealed class HttpRules(IReadOnlyList<FormField> form, DefinitionTexts texts)
{
    private static readonly string[] AuthTypes = ["none", "basic", "bearer", "apiKey"];

    /// <summary>Headers that the sign-in or the request itself decides.</summary>
    private static readonly string[] OwnHeaders = ["Authorization", "Content-Type", "Cookie", "Idempotency-Key"];

    private static readonly SearchValues<char> HostCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");

    private IEnumerable<string> Settings => form.Where(f => !f.IsSecret).Select(f => f.Field);

    private IEnumerable<string> Fields => form.Select(f => f.Field);

    public void Check(HttpDefinition http)
    {
        if (http.BaseUri.Length > 0 && BaseUriProblem(http.BaseUri, form) is { } problem)
        {
            texts.Refuse("http/baseUri", problem);
        }

        AllowedHosts(http.AllowedHosts);
        texts.Template("http/account", http.Account, Settings, "setting");
        Auth(http.Auth);
        TestPath(http.Test.Get);
        texts.Names("http/test/says", http.Test.Says);
        texts.Path("http/test/expect", http.Test.Expect);
        Limits(http.Limits);
        texts.Path("http/faults/message", http.Faults.Message);
        texts.Path("http/faults/messageElse", http.Faults.MessageElse);
        texts.Path("http/faults/fields", http.Faults.Fields);
        foreach (var (i, rule) in http.Faults.Answers.Index())
        {
            AnswerDefinitionRules.Check(texts, $"http/faults/answers/{i}", rule);
        }

        if (http.Paging is { } paging)
        {
            PagingRules.Check(texts, "http/paging", paging);
        }

        foreach (var (name, value) in http.Headers)
        {
            Header($"http/headers/{name}", name);
            texts.Template($"http/headers/{name}", value, Settings, "setting");
        }
    }

    /// <summary>
    /// A base address is one address field, or an address whose host leaves open nothing but a label that the form
    /// checks: no setting can send a sign-in elsewhere. // Promise 5
    /// </summary>
    public static string? BaseUriProblem(string text, IReadOnlyList<FormField> form)
    {
        var filled = text;
        foreach (var field in form.Where(f => !f.IsSecret))
        {
            var tag = $"{{{{{field.Field}}}}}";
            if (text == tag && field.Kind is FormFieldKind.Address)
            {
                return null;
            }

            if (field.Kind is FormFieldKind.HostLabel)
            {
                filled = filled.Replace(tag, "label", StringComparison.Ordinal);
            }
        }

        if (filled.Contains("{{", StringComparison.Ordinal))
        {
            return $"'{text}' may hold fields of the kind host-label, or be one field of the kind address, and nothing else";
        }

        return Uri.TryCreate(filled, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && uri.Host.Length > 0
            && uri.UserInfo.Length + uri.Query.Length + uri.Fragment.Length == 0
            ? null
            : $"'{text}' is no http or https address without user, query and fragment";
    }

    private void TestPath(string path)
    {
        var isField = form.Any(f => f.Kind is FormFieldKind.Path && path == $"{{{{{f.Field}}}}}");
        if (path.Length > 0 && !isField && (OpenPath.Problem(path) ?? (IsOpen(path) ? $"'{path}' may be one field of the kind path, or a path without fields" : null)) is { } problem)
        {
            texts.Refuse("http/test/get", problem);
        }
    }

    private void AllowedHosts(IReadOnlyList<string> hosts)
    {
        foreach (var (i, host) in hosts.Index())
        {
            var name = host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host;
            if (name.AsSpan().ContainsAnyExcept(HostCharacters) || name.Split('.') is not [_, _, ..] labels || labels.Any(l => l.Length == 0))
            {
                texts.Refuse($"http/allowedHosts/{i}", $"'{host}' is no host: api.example.com, or *.example.com for all below");
            }
        }
    }

    private void Auth(AuthDefinition auth)
    {
        if (!auth.Type.Contains("{{", StringComparison.Ordinal))
        {
            var needed = auth.Type switch
            {
                "none" => Array.Empty<(string, string?)>(),
                "basic" => [("username", auth.Username), ("password", auth.Password)],
                "bearer" => [("token", auth.Token)],
                "apiKey" => [("key", auth.Key), ("name", auth.Name), ("in", auth.In)],
                _ => null,
            };
            if (needed is null)
            {
                texts.Refuse("http/auth/type", $"'{auth.Type}' is not one of {string.Join(", ", AuthTypes)}");
            }

            foreach (var (name, value) in needed ?? [])
            {
                texts.Need("http/auth", name, value, auth.Type);
            }
        }

        texts.Template("http/auth/type", auth.Type, Settings, "setting");
        texts.Template("http/auth/username", auth.Username, Fields, "form field");
        texts.Template("http/auth/password", auth.Password, Fields, "form field");
        texts.Template("http/auth/token", auth.Token, Fields, "form field");
        texts.Template("http/auth/key", auth.Key, Fields, "form field");
        texts.Template("http/auth/name", auth.Name, Settings, "setting");
        texts.Template("http/auth/in", auth.In, Settings, "setting");
    }

    private void Limits(LimitsDefinition limits)
    {
        if (limits.Bucket is { } bucket)
        {
            texts.Template("http/limits/bucket/requests", bucket.Requests, Settings, "setting");
            texts.Template("http/limits/bucket/per", bucket.Per, Settings, "setting");
            if (bucket.Requests.Length > 0 && !IsOpen(bucket.Requests) && !(int.TryParse(bucket.Requests, out var size) && size > 0))
            {
                texts.Refuse("http/limits/bucket/requests", $"'{bucket.Requests}' is no whole number above 0");
            }

            if (bucket.Per.Length > 0 && !IsOpen(bucket.Per) && !Duration.TryParse(bucket.Per, out _))
            {
                texts.Refuse("http/limits/bucket/per", $"'{bucket.Per}' is no duration: 500ms, 20s, 1m, 2h, 1d");
            }
        }

        foreach (var (at, name) in new[] { ("usedHeader", limits.UsedHeader), ("retryHeader", limits.RetryHeader) })
        {
            if (name is not null && HeaderNames.Problem(name) is { } problem)
            {
                texts.Refuse($"http/limits/{at}", problem);
            }
        }
    }

    private static bool IsOpen(string text) => text.Contains("{{", StringComparison.Ordinal);

    private void Header(string at, string name)
    {
        var isOwn = OwnHeaders.Contains(name, StringComparer.OrdinalIgnoreCase);
        if ((isOwn ? $"the header '{name}' is not a definition's to set" : HeaderNames.Problem(name)) is { } problem)
        {
            texts.RefuseKey(at, problem);
        }
    }
}
