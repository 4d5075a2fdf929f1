using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Weir.Api;
using Weir.Engine.Accounts;

namespace Weir.Hosting;

/// <summary>The API's own description: OpenAPI 3.1 at <c>/openapi/v1.json</c>, and a page to read it at <c>/docs</c>.</summary>
internal static class OpenApiDocument
{
    private const string ProblemSchema = "Problem";

    public static void Add(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options =>
            options.SerializerOptions.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict);
        services.AddOpenApi(options =>
        {
            options.AddDocumentTransformer(DescribeAsync);
            options.AddOperationTransformer(DescribeAsync);
            options.AddSchemaTransformer(DescribeAsync);
        });
    }

    /// <summary>Before sign-in is asked for: the page is open.</summary>
    public static void UsePage(WebApplication web) => web.UseSwaggerUI(page =>
    {
        page.RoutePrefix = "docs";
        page.DocumentTitle = "Weir API";
        page.SwaggerEndpoint("/openapi/v1.json", "Weir");
    });

    public static void Map(WebApplication web) => web.MapOpenApi().AllowAnonymous();

    private static async Task DescribeAsync(
        Microsoft.OpenApi.OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Weir",
            Version = "1",
            Description = "Connects applications and moves their records. Errors are problem details (RFC 9457) with a stable code.",
        };
        // Relative: the host header of whoever asks is nothing to repeat.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        document.Components.Schemas[ProblemSchema] =
            await context.GetOrCreateSchemaAsync(typeof(ProblemView), null, cancellationToken);
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [BearerAuthentication.SchemeName] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
            [CookieAuthentication.SchemeName] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = "weir_session_7300",
                Description = "Set by signing in; its name carries the server's port. Writes with it need the server's own Origin.",
            },
        };
        document.Security =
        [
            new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(BearerAuthentication.SchemeName, document)] = [],
            },
            new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(CookieAuthentication.SchemeName, document)] = [],
            },
        ];
    }

    private static async Task DescribeAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var notes = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        foreach (var query in notes.OfType<QueryNote>())
        {
            operation.Parameters.Add(Text(query.Name, ParameterLocation.Query, query.Says));
        }

        if (context.Description.HttpMethod is "POST" && !notes.OfType<AnsweredAnewNote>().Any())
        {
            operation.Parameters.Add(Text(
                "Idempotency-Key",
                ParameterLocation.Header,
                "1–255 visible ASCII characters: the same key and body give the same answer for 24 hours. It is 409 (conflict) "
                + "when the first request was interrupted and nobody knows what became of it: look before you repeat it with "
                + "a new key. Refusals that pass (rate_limited, precondition_failed, busy, connection.test_failed) and 5xx are "
                + "not kept."));
        }

        if (EndpointNotes.HeedsIfMatch(context.Description.HttpMethod ?? "", [.. notes]))
        {
            operation.Parameters.Add(Text("If-Match", ParameterLocation.Header, "The ETag that is expected; another one is 412."));
        }

        if (notes.OfType<BodyNote>().FirstOrDefault() is { } body)
        {
            operation.RequestBody = await BodyAsync(body, context, cancellationToken);
        }

        if (notes.OfType<RoleNote>().FirstOrDefault() is { } needed)
        {
            operation.Extensions ??= new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal);
            operation.Extensions["x-weir-role"] = new JsonNodeExtension(JsonValue.Create(needed.Role.Word()));
        }

        if (notes.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = [];
        }

        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "Refused; the code says why.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["application/problem+json"] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchemaReference(ProblemSchema, context.Document),
                },
            },
        };
    }

    private static OpenApiParameter Text(string name, ParameterLocation place, string says) => new()
    {
        Name = name,
        In = place,
        Description = says,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    /// <summary>What is written looks like what is read, without what cannot be written.</summary>
    private static async Task<OpenApiRequestBody> BodyAsync(
        BodyNote body, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var schema = await context.GetOrCreateSchemaAsync(body.View, null, cancellationToken);
        var written = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = schema.Properties!
                .Where(p => !body.ReadOnly.Contains(p.Key, StringComparer.Ordinal))
                .ToDictionary(StringComparer.Ordinal),
            Required = body.Needed.ToHashSet(StringComparer.Ordinal),
            AdditionalPropertiesAllowed = false,
        };
        return new OpenApiRequestBody
        {
            Required = body.IsNeeded,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["application/json"] = new OpenApiMediaType { Schema = written },
            },
        };
    }

    /// <summary>Times are text, an object of any keys says so, and comments for the maintainers stay with them.</summary>
    private static Task DescribeAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (schema is { Format: "date-time", Type: null })
        {
            var isNullable = context.JsonTypeInfo.Type == typeof(DateTimeOffset?);
            schema.Type = isNullable ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
        }

        if (context.JsonTypeInfo.Kind == System.Text.Json.Serialization.Metadata.JsonTypeInfoKind.Dictionary)
        {
            schema.AdditionalProperties ??= new OpenApiSchema();
        }

        schema.Description = schema.Description?.Split(" // Promise")[0];
        return Task.CompletedTask;
    }
}
